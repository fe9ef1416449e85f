import {
  BatchWriteItemCommand,
  CreateTableCommand,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { createTable, leaseOwnerIndex, withLeaseOwnerIndex } from '../../src/kcl/create-table.js';
import { keys, reportOf, tables } from '../reliability/model/kcl-worker.js';
import { MemoryTables, type Item } from '../reliability/model/memory-tables.js';
import { nameOf, row } from '../reliability/model/read-costs.js';
import { VirtualTime } from '../reliability/model/virtual-time.js';

const WORKERS = 10;
const first = { leaseKey: row(0, '')['leaseKey'] ?? { S: '' } };

/** What workers of the KCL and of kcl-ts read. */
const reads = {
  'all leases': () => new ScanCommand({ TableName: tables.lease }),
  'all leases, consistently': () => new ScanCommand({ TableName: tables.lease, ConsistentRead: true }),
  'the leases of one worker': () => leasesOf(nameOf(0)),
  'one lease': () => new GetItemCommand({ TableName: tables.lease, Key: first }),
  'one lease, consistently': () =>
    new GetItemCommand({ TableName: tables.lease, Key: first, ConsistentRead: true }),
  'all reports': () => new ScanCommand({ TableName: tables.workerMetrics }),
  'all reports, consistently': () =>
    new ScanCommand({ TableName: tables.workerMetrics, ConsistentRead: true }),
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
      const named = (table = ''): string => `Of${shards}-${table}`;
      await fill(client(), named, leases, reports);
      const counted = modelWith(leases, reports);
      for (const [what, read] of Object.entries(reads)) {
        if (!isAmazons && /^all .* consistently/.test(what)) continue;
        const command = read();
        command.input.TableName = named(command.input.TableName);
        command.input.ReturnConsumedCapacity = 'TOTAL';
        const { ConsumedCapacity } = await client().send(command as ScanCommand);
        expect(await counted(read()), what).toBe(ConsumedCapacity?.CapacityUnits);
      }
    },
  );
}

function leasesOf(worker: string): QueryCommand {
  return new QueryCommand({
    TableName: tables.lease,
    IndexName: leaseOwnerIndex,
    KeyConditionExpression: 'leaseOwner = :me',
    ExpressionAttributeValues: { ':me': { S: worker } },
  });
}

async function fill(
  dynamodb: DynamoDBClient,
  named: (table: string) => string,
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

/** Sends a command to the model's tables, and resolves to the units that were counted for it. */
function modelWith(
  leases: readonly Item[],
  reports: readonly Item[],
): (command: ReturnType<(typeof reads)[keyof typeof reads]>) => Promise<number> {
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
  return async (command) => {
    model.readUnits.clear();
    const answer = client.send(command as ScanCommand);
    await time.runUntil(time.now + 100);
    await answer;
    return model.readUnits.get('one') ?? 0;
  };
}
