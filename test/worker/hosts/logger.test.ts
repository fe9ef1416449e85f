import { expect, it } from 'vitest';
import { processorEvent } from '../../../src/logs/processor-event.js';
import { batch, status } from '../../child/support/drive-session.js';
import { startHosts } from './support/start-hosts.js';

it("the logger's lines have their shard where several shards share a process", async () => {
  const { daemonStarts, events, saw } = await startHosts(1);
  const shards = [await daemonStarts('shard-a'), await daemonStarts('shard-b')];
  for (const shard of shards) expect(await shard.call(batch('log'))).toEqual(status('processRecords'));
  for (const shardId of ['shard-a', 'shard-b']) await saw(`"by":"old ${shardId === 'shard-a' ? 1 : 2}"`);
  const logged = events
    .flatMap((event) => (event.type === 'processorLine' ? processorEvent(event) : []))
    .filter(({ message }) => message === 'logged');
  expect(logged).toEqual([
    { ...warned, shard: 'shard-a', fields: { by: 'old 1' } },
    { ...warned, shard: 'shard-b', fields: { by: 'old 2' } },
  ]);
});

const warned = { time: expect.any(Date) as Date, level: 'warn', source: 'processor', message: 'logged' };
