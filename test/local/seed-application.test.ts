import { ListShardsCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { predictShards, seedApplication } from '../../src/local/seed-application.js';
import { kinesisAt, leasesAt } from '../support/aws.js';
import { embeddedStack } from '../support/embedded-stack.js';

describe('the shards predicted', () => {
  it.each([1, 2, 3, 7])('for %i are those that Kinesis makes', async (count) => {
    const stack = await embeddedStack({ shards: count });
    const { Shards = [] } = await kinesisAt(stack.kinesisEndpoint).send(
      new ListShardsCommand({ StreamName: 'words' }),
    );
    expect(predictShards(count)).toEqual(
      Shards.map(({ ShardId, HashKeyRange }) => ({
        shardId: ShardId,
        startingHashKey: HashKeyRange?.StartingHashKey,
        endingHashKey: HashKeyRange?.EndingHashKey,
      })),
    );
  });
});

describe('a seeded application', () => {
  it('has a lease for each shard, owned by the worker', async () => {
    const stack = await embeddedStack({ shards: 3, application: 'App', workerId: 'me' });
    expect(await leasesAt(stack.dynamodbEndpoint, 'App')).toEqual(
      [0, 1, 2].map((shard) => ({
        shardId: `shardId-00000000000${shard}`,
        checkpoint: 'TRIM_HORIZON',
        owner: 'me',
      })),
    );
  });

  it('has tables with names of their own, and no others', () => {
    const tables = { lease: 'Leases', coordinatorState: 'State', workerMetrics: 'Metrics' };
    const requests = seedApplication({
      name: 'App',
      stream: { name: 'words', shards: 1 },
      from: 'LATEST',
      tables,
    });
    expect(requests.map(({ body }) => (body as { TableName: string }).TableName)).toEqual([
      'Leases',
      'State',
      'Metrics',
      'Leases',
    ]);
  });

  it('has leases that begin where it was told to', () => {
    const checkpoints = (from: 'LATEST' | Date): unknown[] =>
      seedApplication({ name: 'App', stream: { name: 'words', shards: 2 }, from })
        .filter(({ operation }) => operation === 'PutItem')
        .map(({ body }) => (body as { Item: { checkpoint: { S: string } } }).Item.checkpoint.S);
    expect(checkpoints('LATEST')).toEqual(['LATEST', 'LATEST']);
    expect(checkpoints(new Date(0))).toEqual(['AT_TIMESTAMP', 'AT_TIMESTAMP']);
  });
});
