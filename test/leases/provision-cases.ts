import {
  CreateTableCommand,
  PutItemCommand,
  ScanCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { SplitShardCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { listShards } from '../../src/aws/shards.js';
import { describeTable } from '../../src/aws/describe-table.js';
import { createTable } from '../../src/kcl/create-table.js';
import { leaseRow } from '../../src/kcl/lease-row.js';
import { planTables } from '../../src/kcl/plan-tables.js';
import type { StartPosition } from '../../src/kcl/start-position.js';
import { createTables } from '../../src/leases/create-tables.js';
import { writeLeases } from '../../src/leases/initial-leases.js';
import { provisionLeases, type ProvisionedLeases } from '../../src/leases/provision.js';
import { predictShards } from '../../src/local/seed-application.js';
import { startStack } from '../../src/local/start-stack.js';

const { signal } = new AbortController();

/** What making tables and first leases must do with any DynamoDB. */
export function describeProvisioning(client: () => DynamoDBClient, hasTransactions: boolean): void {
  let applications = 0;
  const plansOf = (name: string): ReturnType<typeof planTables> =>
    planTables(
      {
        lease: name,
        coordinatorState: `${name}-CoordinatorState`,
        workerMetrics: `${name}-WorkerMetricStats`,
      },
      new Map(),
    );
  async function tables(name = `Made${++applications}`): Promise<string> {
    await createTables(client(), plansOf(name), { signal, everyMs: 20 });
    return name;
  }
  async function rowsOf(table: string): Promise<Record<string, AttributeValue>[]> {
    const { Items = [] } = await client().send(new ScanCommand({ TableName: table, ConsistentRead: true }));
    return Items.sort((a, b) => ((a['leaseKey']?.S ?? '') < (b['leaseKey']?.S ?? '') ? -1 : 1));
  }

  describe('making tables', () => {
    it('creates the three with the index, once', async () => {
      const plans = plansOf('Once');
      const first = await createTables(client(), plans, { signal, everyMs: 20 });
      expect(first.map(({ name, created }) => [name, created])).toEqual([
        ['Once', true],
        ['Once-CoordinatorState', true],
        ['Once-WorkerMetricStats', true],
      ]);
      expect(await describeTable(client(), 'Once')).toEqual({
        status: 'ACTIVE',
        hashKey: 'leaseKey',
        sortKey: undefined,
        indexes: new Map([['LeaseOwnerToLeaseKeyIndex', 'ACTIVE']]),
      });
      const second = await createTables(client(), plans, { signal });
      expect(second.map(({ created }) => created)).toEqual([false, false, false]);
    });

    it('lets many make the same ones at once', async () => {
      const plans = plansOf('Many');
      const all = await Promise.all(
        Array.from({ length: 4 }, () => createTables(client(), plans, { signal, everyMs: 20 })),
      );
      const makers = plans.map((_, index) => all.filter((made) => made[index]?.created).length);
      expect(makers).toEqual([1, 1, 1]);
    });

    it('creates none where one of them is there for something else', async () => {
      await client().send(new CreateTableCommand(createTable('Taken-WorkerMetricStats', 'id')));
      await expect(createTables(client(), plansOf('Taken'), { signal })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: "'Taken-WorkerMetricStats' is not a table of the KCL: its key is 'id', expected 'wid'",
      });
      expect(await describeTable(client(), 'Taken')).toBeUndefined();
    });
  });

  describe('writing first leases', () => {
    const rows = (count: number): ReturnType<typeof leaseRow>[] =>
      Array.from({ length: count }, (_, index) =>
        leaseRow({ shardId: `shard-${index}`, startingHashKey: '0', endingHashKey: '1' }, 'LATEST'),
      );

    it('writes more than fit into one transaction', async () => {
      const table = await tables();
      expect(await writeLeases(client(), table, rows(101))).toBe(true);
      expect(await rowsOf(table)).toHaveLength(101);
    });

    it('overwrites none that is there, and then writes none at all where there are transactions', async () => {
      const table = await tables();
      await client().send(
        new PutItemCommand({
          TableName: table,
          Item: { leaseKey: { S: 'shard-1' }, leaseOwner: { S: 'me' } },
        }),
      );
      expect(await writeLeases(client(), table, rows(3))).toBe(false);
      const there = await rowsOf(table);
      expect(there.find(({ leaseKey }) => leaseKey?.S === 'shard-1')?.['leaseOwner']).toEqual({ S: 'me' });
      expect(there).toHaveLength(hasTransactions ? 1 : 3);
    });
  });

  describe('making first leases', () => {
    let kinesis: KinesisClient;
    beforeAll(async () => {
      const stack = await startStack({
        node: process.execPath,
        region: 'us-east-1',
        streams: [{ name: 'words', shards: 2 }],
      });
      await stack.ready;
      const { kinesisClient } = await import('../../src/aws/clients.js');
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      kinesis = await kinesisClient({ region: 'us-east-1', endpoint: stack.kinesisEndpoint, credentials });
      return async () => {
        kinesis.destroy();
        await stack.stop();
      };
    }, 30_000);

    const provision = (table: string, from: StartPosition): Promise<ProvisionedLeases> =>
      provisionLeases({
        dynamodb: client(),
        kinesis: () => Promise.resolve(kinesis),
        table,
        stream: { name: 'words', arn: undefined },
        from,
        signal,
      });

    it('makes one for each shard', async () => {
      const table = await tables();
      expect(await provision(table, 'TRIM_HORIZON')).toEqual({ created: 2, existing: 0 });
      const row = {
        leaseCounter: { N: '0' },
        ownerSwitchesSinceCheckpoint: { N: '0' },
        checkpoint: { S: 'TRIM_HORIZON' },
        checkpointSubSequenceNumber: { N: '0' },
      };
      expect(await rowsOf(table)).toEqual(
        predictShards(2).map(({ shardId, startingHashKey, endingHashKey }) => ({
          ...row,
          leaseKey: { S: shardId },
          startingHashKey: { S: startingHashKey },
          endingHashKey: { S: endingHashKey },
        })),
      );
    });

    it('makes one for each shard that was open at the start position', async () => {
      await kinesis.send(
        new SplitShardCommand({
          StreamName: 'words',
          ShardToSplit: 'shardId-000000000001',
          NewStartingHashKey: String(3n * 2n ** 126n),
        }),
      );
      await vi.waitFor(
        async () =>
          expect((await listShards(kinesis, 'words')).map(({ closed }) => closed)).toEqual([
            false,
            true,
            false,
            false,
          ]),
        { timeout: 10_000 },
      );
      const latest = await tables();
      expect(await provision(latest, 'LATEST')).toEqual({ created: 3, existing: 0 });
      const seen = (await rowsOf(latest)).map(({ leaseKey, checkpoint, parentShardId }) => [
        leaseKey?.S,
        checkpoint?.S,
        parentShardId?.SS,
      ]);
      expect(seen).toEqual([
        ['shardId-000000000000', 'LATEST', undefined],
        ['shardId-000000000002', 'LATEST', ['shardId-000000000001']],
        ['shardId-000000000003', 'LATEST', ['shardId-000000000001']],
      ]);
      const now = await tables();
      // kinesis-local takes a shard for open for a while after it was split.
      await vi.waitFor(() => provision(now, new Date()), { timeout: 10_000 });
      const checkpoints = (await rowsOf(now)).map(({ checkpoint }) => checkpoint?.S);
      expect(checkpoints).toEqual(['AT_TIMESTAMP', 'AT_TIMESTAMP', 'AT_TIMESTAMP']);
    });

    it('makes none from shards that are not one row of partition keys', async () => {
      const table = await tables();
      // kinesis-local names the closed shard beside those that it was split into.
      await expect(provision(table, 'TRIM_HORIZON')).rejects.toMatchObject({ code: 'AWS_REFUSED' });
      expect(await rowsOf(table)).toEqual([]);
    });

    it('makes up for what was left out, and changes nothing else', async () => {
      const table = await tables();
      await provision(table, 'LATEST');
      const [first, ...others] = await rowsOf(table);
      const again = await tables();
      for (const Item of others) await client().send(new PutItemCommand({ TableName: again, Item }));
      expect(await provision(again, 'LATEST')).toEqual({ created: 1, existing: 2 });
      expect((await rowsOf(again))[0]).toEqual(first);
      expect(await provision(again, 'LATEST')).toEqual({ created: 0, existing: 3 });
    });

    it.each([
      ['owns a lease', { leaseOwner: { S: 'me' } }],
      ['has owned one', { leaseCounter: { N: '12' } }],
      ['has stored a checkpoint', { checkpoint: { S: '4961' } }],
    ])('makes none once a worker %s', async (_what, change) => {
      const table = await tables();
      const shard = { shardId: 'shardId-000000000000', startingHashKey: '0', endingHashKey: '1' };
      await client().send(
        new PutItemCommand({ TableName: table, Item: { ...leaseRow(shard, 'LATEST'), ...change } }),
      );
      expect(await provision(table, 'LATEST')).toEqual({ created: 0, existing: 1 });
      expect(await rowsOf(table)).toHaveLength(1);
    });
  });
}
