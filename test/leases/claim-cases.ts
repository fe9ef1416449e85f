import {
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { leaseRow } from '../../src/kcl/lease-row.js';
import { planTables } from '../../src/kcl/plan-tables.js';
import { claimShare, giveUpClaims, type Claimed } from '../../src/leases/claim.js';
import { createTables } from '../../src/leases/create-tables.js';
import { writeLeases } from '../../src/leases/initial-leases.js';
import { listLeases, type Lease } from '../../src/leases/list-leases.js';
import { announceStart, readCoordinatorState } from '../../src/leases/starters.js';
import type { ApplicationTables } from '../../src/kcl/tables.js';

const { signal } = new AbortController();
const pace = { failoverMs: 10_000, reportEveryMs: 30_000, assignEveryMs: 20_000 };

/** What taking free leases at a start must do with any DynamoDB. */
export function describeClaims(client: () => DynamoDBClient): void {
  let applications = 0;
  async function application(shards: number): Promise<ApplicationTables> {
    const lease = `Claimed${++applications}`;
    const tables = { lease, coordinatorState: `${lease}-State`, workerMetrics: `${lease}-Workers` };
    await createTables(client(), planTables(tables, new Map()), { signal, everyMs: 20 });
    const rows = Array.from({ length: shards }, (_, index) =>
      leaseRow({ shardId: `shard-${index}`, startingHashKey: '0', endingHashKey: '1' }, 'LATEST'),
    );
    await writeLeases(client(), lease, rows);
    return tables;
  }
  const claim = (tables: ApplicationTables, workerId: string, seen: readonly Lease[]): Promise<Claimed> =>
    claimShare(seen, {
      dynamodb: client(),
      tables,
      workerId,
      pace,
      most: Infinity,
      startsAs3x: true,
      wallClockMs: Date.now(),
    });
  const rowOf = async (table: string, shard: string): Promise<Record<string, AttributeValue> | undefined> => {
    const Key = { leaseKey: { S: shard } };
    return (await client().send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  };

  describe('taking free leases', () => {
    it('changes owner and counter alone, and giving them back the owner', async () => {
      const tables = await application(1);
      const before = await rowOf(tables.lease, 'shard-0');
      const { leases, failures } = await claim(tables, 'me', await listLeases(client(), tables.lease));
      expect(failures).toEqual([]);
      expect(await rowOf(tables.lease, 'shard-0')).toEqual({
        ...before,
        leaseOwner: { S: 'me' },
        leaseCounter: { N: '1' },
      });
      await giveUpClaims(leases, { dynamodb: client(), tables });
      expect(await rowOf(tables.lease, 'shard-0')).toEqual({ ...before, leaseCounter: { N: '2' } });
    });

    it('gives each lease to one of those who want it', async () => {
      const tables = await application(6);
      const seen = await listLeases(client(), tables.lease);
      const ids = ['a', 'b'];
      await Promise.all(ids.map((id) => announceStart(client(), tables.coordinatorState, id, Date.now())));
      const taken = await Promise.all(ids.map((id) => claim(tables, id, seen)));
      expect(taken.map(({ leases }) => leases.length)).toEqual([3, 3]);
      const owners = (await listLeases(client(), tables.lease)).map(({ owner }) => owner);
      expect(owners.sort()).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
    });

    it('takes another one in place of one that somebody else was faster to take', async () => {
      const tables = await application(4);
      const seen = await listLeases(client(), tables.lease);
      await announceStart(client(), tables.coordinatorState, 'other', Date.now());
      const [first] = seen;
      await claim(tables, 'early', first ? [first] : []);
      const { leases } = await claim(tables, 'me', seen);
      expect(leases).toHaveLength(2);
      expect((await rowOf(tables.lease, 'shard-0'))?.['leaseOwner']).toEqual({ S: 'early' });
    });

    it('never takes what a worker holds, though it looked free', async () => {
      const tables = await application(3);
      const seen = await listLeases(client(), tables.lease);
      await claim(tables, 'faster', seen);
      const held = await listLeases(client(), tables.lease);
      expect((await claim(tables, 'slower', seen)).leases).toEqual([]);
      expect(await listLeases(client(), tables.lease)).toEqual(held);
    });

    it('sees those that start now, and forgets those whose start was long ago', async () => {
      const tables = await application(1);
      const now = Date.now();
      await announceStart(client(), tables.coordinatorState, 'now', now);
      await announceStart(client(), tables.coordinatorState, 'killed', now - 5 * 60_000);
      await announceStart(client(), tables.coordinatorState, 'gone', now - 24 * 3_600_000);
      await client().send(
        new PutItemCommand({ TableName: tables.coordinatorState, Item: { key: { S: 'Leader' } } }),
      );
      const read = () => readCoordinatorState(client(), tables.coordinatorState, now);
      expect(await read()).toEqual({ starters: ['now'], leftBehind: ['gone'], migration: undefined });
      await claim(tables, 'me', await listLeases(client(), tables.lease));
      expect((await read()).leftBehind).toEqual([]);
    });
  });
}
