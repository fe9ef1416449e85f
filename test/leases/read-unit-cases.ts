import {
  BatchWriteItemCommand,
  CreateTableCommand,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  type ConsumedCapacity,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { createTable, leaseOwnerIndex, withLeaseOwnerIndex } from '../../src/kcl/create-table.js';
import { keys, reportOf, tables } from '../reliability/model/kcl-worker.js';
import { MemoryTables, type Item } from '../reliability/model/memory-tables.js';
import { nameOf, row } from '../reliability/model/read-costs.js';
import { VirtualTime } from '../reliability/model/virtual-time.js';

const WORKERS = 10;

type Named = (table: string) => string;
type Read = (
  client: DynamoDBClient,
  named: Named,
) => Promise<{ ConsumedCapacity?: ConsumedCapacity | undefined }>;

const ReturnConsumedCapacity = 'TOTAL';
const scan =
  (table: string, ConsistentRead = false): Read =>
  (client, named) =>
    client.send(new ScanCommand({ TableName: named(table), ConsistentRead, ReturnConsumedCapacity }));
const getLease =
  (ConsistentRead = false): Read =>
  (client, named) =>
    client.send(
      new GetItemCommand({
        TableName: named(tables.lease),
        Key: { leaseKey: row(0, '')['leaseKey'] ?? { S: '' } },
        ConsistentRead,
        ReturnConsumedCapacity,
      }),
    );

/** What workers of the KCL and of kcl-ts read. */
const reads: Readonly<Record<string, Read>> = {
  'all leases': scan(tables.lease),
  'all leases, consistently': scan(tables.lease, true),
  'the leases of one worker': (client, named) =>
    client.send(
      new QueryCommand({
        TableName: named(tables.lease),
        IndexName: leaseOwnerIndex,
        KeyConditionExpression: 'leaseOwner = :me',
        ExpressionAttributeValues: { ':me': { S: nameOf(0) } },
        ReturnConsumedCapacity,
      }),
    ),
  'one lease': getLease(),
  'one lease, consistently': getLease(true),
  'all reports': scan(tables.workerMetrics),
  'all reports, consistently': scan(tables.workerMetrics, true),
};

/**
 * The model of fleets counts what reading costs as DynamoDB does. dynalite takes half of it for scans that are consistent, and
 * neither takes anything where nothing is found, which costs half a unit on AWS.
 */
export function describeReadUnits(client: () => DynamoDBClient, isAmazons: boolean): void {
  it.each([10, 100, 1_000])(
    'the model counts the read units of %i leases that are consumed',
    async (shards) => {
      const leases = Array.from({ length: shards }, (_, shard) => row(shard, nameOf(shard % WORKERS)));
      const reports = Array.from({ length: WORKERS }, (_, worker) => reportOf(nameOf(worker), 1_800_000_000));
      const named = (table: string): string => `Of${shards}-${table}`;
      await fill(client(), named, leases, reports);
      const counted = modelWith(leases, reports);
      for (const [what, read] of Object.entries(reads)) {
        if (!isAmazons && /^all .* consistently/.test(what)) continue;
        const { ConsumedCapacity } = await read(client(), named);
        expect(await counted(read), what).toBe(ConsumedCapacity?.CapacityUnits);
      }
    },
    120_000,
  );
}

async function fill(
  dynamodb: DynamoDBClient,
  named: Named,
  leases: readonly Item[],
  reports: readonly Item[],
): Promise<void> {
  const requests = [
    withLeaseOwnerIndex(createTable(named(tables.lease), keys.leases)),
    createTable(named(tables.coordinatorState), keys.state),
    createTable(named(tables.workerMetrics), keys.workers),
  ];
  for (const request of requests) await dynamodb.send(new CreateTableCommand(request));
  for (const [table, items] of [
    [tables.lease, leases],
    [tables.workerMetrics, reports],
  ] as const) {
    for (let at = 0; at < items.length; at += 25) {
      const puts = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [named(table)]: puts } }));
    }
  }
}

/** Reads from the model's tables, and resolves to the units that were counted for it. */
function modelWith(leases: readonly Item[], reports: readonly Item[]): (read: Read) => Promise<number> {
  const time = new VirtualTime();
  const model = new MemoryTables({
    time,
    random: () => 0.5,
    keys,
    staleMs: () => 0,
    obstacle: () => Promise.resolve(),
    onWrite: () => undefined,
  });
  for (const item of leases) model.put(tables.lease, item);
  for (const item of reports) model.put(tables.workerMetrics, item);
  const client = model.clientOf('one');
  return async (read) => {
    model.readUnits.clear();
    const answer = read(client, (table) => table);
    await time.runUntil(time.now + 100);
    await answer;
    return model.readUnits.get('one') ?? 0;
  };
}
