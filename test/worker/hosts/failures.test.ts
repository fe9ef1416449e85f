import { readdir } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { batch, status } from '../../child/support/drive-session.js';
import { startHosts, type StartedHosts } from './support/start-hosts.js';

/** Two shards in one process. */
async function startTwo() {
  const started = await startHosts(1);
  const a = await started.daemonStarts('shard-a');
  // Ids are no order: they begin anew when they have all been given.
  const [relayOfA = NaN] = (await readdir(started.folder)).flatMap((name) => relayEnd.exec(name)?.[1] ?? []);
  const b = await started.daemonStarts('shard-b');
  return { ...started, a, b, relayOfA: Number(relayOfA) };
}

/** What a relay waits at, which has its process id. */
const relayEnd = /^(\d+)\.end$/;

async function event(events: StartedHosts['events'], wanted: object): Promise<void> {
  await vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining(wanted)), {
    timeout: 60_000,
    interval: 20,
  });
}

describe('two shards that share a process', () => {
  it.each(['die', 'exit', 'leak outside'])(
    'end together when the processor of one does as in "%s", and so do their relays',
    async (text) => {
      const { a, b, events } = await startTwo();
      a.write(batch(text));
      // An error that is thrown later may let the answer to the batch through.
      const answer = await a.next();
      if (answer !== undefined) expect(await a.next()).toBeUndefined();
      expect(await b.next()).toBeUndefined();
      const how = text === 'die' ? 'was killed by SIGKILL' : 'ended with exit code 1';
      await event(events, { type: 'hostEnded', how });
      const shardIds = ['shard-a', 'shard-b'];
      const failures = {
        die: [],
        exit: [{ shardId: 'shard-a', message: 'the processor called process.exit(3)' }],
        'leak outside': [{ shardIds, message: 'leaked outside' }],
      }[text];
      // A report goes another way than the end of a process.
      for (const failure of failures ?? []) await event(events, { type: 'processorFailed', ...failure });
      expect(events.filter(({ type }) => type === 'processorFailed')).toHaveLength(failures?.length ?? 0);
      for (const { input } of [a, b]) input.end();
    },
  );

  it('do not end together when one leaks a rejection: the other goes on, also to its last checkpoint', async () => {
    const { a, b, events } = await startTwo();
    a.write(batch('leak'));
    const answer = await a.next();
    if (answer !== undefined) expect(await a.next()).toBeUndefined();
    await event(events, { type: 'processorFailed', shardId: 'shard-a', message: 'leaked' });
    expect(await b.call(batch('goes on'))).toEqual(status('processRecords'));
    expect(await b.call({ action: 'shutdownRequested' })).toMatchObject({ action: 'checkpoint' });
    expect(await b.call({ action: 'checkpoint', error: null })).toEqual(status('shutdownRequested'));
    for (const { input } of [a, b]) input.end();
  });

  it('wait for each other while one blocks the thread, and go on then', async () => {
    const { a, b, printed, saw } = await startTwo();
    const blocked = a.call(batch('block'));
    await saw('got block');
    const answers = await Promise.all([blocked, b.call(batch('waits'))]);
    expect(answers).toEqual([status('processRecords'), status('processRecords')]);
    await saw('got waits');
    expect(printed().slice(-2)).toEqual(['shard-a: old 1 got block', 'shard-b: old 2 got waits']);
    for (const { input } of [a, b]) input.end();
  });

  it('do not wait for each other while one awaits for ever', async () => {
    const { a, b, saw } = await startTwo();
    a.write(batch('hang'));
    await saw('got hang');
    for (const text of ['one', 'two']) expect(await b.call(batch(text))).toEqual(status('processRecords'));
    for (const { input } of [a, b]) input.end();
  });

  it('may both have printed what is printed in no context of a shard', async () => {
    const { a, b, saw } = await startTwo();
    expect(await a.call(batch('print outside'))).toEqual(status('processRecords'));
    await saw('one of shard-a shard-b: whose is this');
    for (const { input } of [a, b]) input.end();
  });

  it('do not end together when the relay of one is killed', async () => {
    const { a, b, events, relayOfA } = await startTwo();
    process.kill(relayOfA, 'SIGKILL');
    expect(await a.next()).toBeUndefined();
    await event(events, { type: 'shardEnded', shardId: 'shard-a', reason: 'eof' });
    expect(await b.call(batch('goes on'))).toEqual(status('processRecords'));
    for (const { input } of [a, b]) input.end();
  });
});
