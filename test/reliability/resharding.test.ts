import { ListShardsCommand, MergeShardsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { expect, it } from 'vitest';
import { kinesisAt } from '../support/aws.js';
import { against, embeddedStack } from '../support/embedded-stack.js';
import { startApplication } from './application/start-application.js';
import { printFigures } from './figures.js';
import { lost, violations } from './ledger/verify.js';
import { produce } from './produce.js';
import { outOfOrder, startedTooEarly, type Descent } from './resharding/verify.js';
import { waitUntil } from './wait-until.js';

it('a split and a merge under load: children start after their parents, in order by partition key, with nothing lost', async () => {
  const stack = await embeddedStack({ shards: 2, application: 'Resharded' });
  const kinesis = kinesisAt(stack.kinesisEndpoint);
  const { env, flags } = against(stack);
  const application = await startApplication({ name: 'Resharded', env, flags });
  const workers = ['worker-1', 'worker-2'].map((id) => application.start(id));
  const done = new AbortController();
  const producing = produce(kinesis, {
    stream: 'words',
    until: done.signal,
    perSecond: 100,
    partitionKeys: 64,
  });
  const descents = async (): Promise<Descent[]> => {
    const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: 'words' }));
    return Shards.map(({ ShardId = '', ParentShardId, AdjacentParentShardId }) => ({
      shardId: ShardId,
      parents: [ParentShardId, AdjacentParentShardId].filter((parent) => parent !== undefined),
    }));
  };
  const read = (shards: readonly string[]): Promise<number> =>
    waitUntil(`${shards.join(' and ')} read`, async () => {
      const sessions = await application.sessions();
      return shards.every((shard) =>
        sessions.some(({ shardId, processed }) => shardId === shard && processed.length > 0),
      );
    });
  const childrenOf = async (parent: string, count: number): Promise<string[]> => {
    let children: string[] = [];
    await waitUntil(`the children of ${parent}`, async () => {
      const own = (await descents()).filter(({ parents }) => parents.includes(parent));
      children = own.map(({ shardId }) => shardId);
      return children.length === count;
    });
    return children;
  };

  const [first, second] = (await descents()).map(({ shardId }) => shardId) as [string, string];
  await read([first, second]);
  // The first of two shards has the lower half of the hash keys.
  await kinesis.send(
    new SplitShardCommand({
      StreamName: 'words',
      ShardToSplit: first,
      NewStartingHashKey: String(2n ** 126n),
    }),
  );
  const halves = await childrenOf(first, 2);
  const splitMs = await read(halves);
  const [, upper] = halves as [string, string];
  await kinesis.send(
    new MergeShardsCommand({ StreamName: 'words', ShardToMerge: upper, AdjacentShardToMerge: second }),
  );
  const mergeMs = await read(await childrenOf(second, 1));
  done.abort();
  const produced = await producing;
  await waitUntil('all is read', async () => lost(produced, await application.sessions()).length === 0);
  await Promise.all(workers.map((worker) => worker.stop()));

  const sessions = await application.sessions();
  expect((await descents()).map(({ parents }) => parents.length).sort()).toEqual([0, 0, 1, 1, 2]);
  expect(violations({ produced, sessions, stored: [] })).toEqual([]);
  expect(startedTooEarly(sessions, await descents())).toEqual([]);
  expect(outOfOrder(produced, sessions)).toEqual([]);
  printFigures('Split and merge', {
    'records put, all of them processed': produced.length,
    'until both children of the split were read, seconds': Math.round(splitMs / 1000),
    'until the child of the merge was read, seconds': Math.round(mergeMs / 1000),
  });
}, 400_000);
