import { createTable } from '../kcl/create-table.js';
import { leaseRow } from '../kcl/lease-row.js';
import type { StartPosition } from '../kcl/start-position.js';
import type { LocalStream, SeedRequest } from './stack-messages.js';

export interface TableNames {
  readonly lease: string;
  readonly coordinatorState: string;
  readonly workerMetrics: string;
}

/** An application whose tables are there, with a lease for each shard, before its first worker starts. */
export interface SeededApplication {
  readonly name: string;
  readonly stream: LocalStream;
  readonly from: StartPosition;
  /** Their names, where they are not those that the KCL makes of the application's. */
  readonly tables?: TableNames;
  /** The worker that owns the leases from the start; without one they wait to be assigned, about 3 s longer. */
  readonly workerId?: string;
}

/**
 * The three tables of a KCL 3 application, and a lease for each shard of its stream. Without them a worker takes two
 * minutes to its first record: it creates the tables, waits for each, and waits again before it makes the leases.
 */
export function seedApplication({
  name,
  stream,
  from,
  workerId,
  tables = defaultTables(name),
}: SeededApplication): SeedRequest[] {
  const leases = predictShards(stream.shards).map((shard) => ({
    ...leaseRow(shard, from),
    ...(workerId === undefined ? {} : { leaseOwner: { S: workerId } }),
  }));
  return [
    ...[
      createTable(tables.lease, 'leaseKey'),
      createTable(tables.coordinatorState, 'key'),
      createTable(tables.workerMetrics, 'wid'),
    ].map((body) => ({ operation: 'CreateTable' as const, body })),
    ...leases.map((Item) => ({ operation: 'PutItem' as const, body: { TableName: tables.lease, Item } })),
  ];
}

function defaultTables(application: string): TableNames {
  return {
    lease: application,
    coordinatorState: `${application}-CoordinatorState`,
    workerMetrics: `${application}-WorkerMetricStats`,
  };
}

export interface PredictedShard {
  readonly shardId: string;
  /** Decimal, as Kinesis writes them. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
}

const maxHashKey = 2n ** 128n - 1n;

/** The shards that kinesis-local makes for a new stream, so that leases need not wait until it can be asked. */
export function predictShards(count: number): PredictedShard[] {
  const size = maxHashKey / BigInt(count);
  return Array.from({ length: count }, (_, index) => ({
    shardId: `shardId-${String(index).padStart(12, '0')}`,
    startingHashKey: String(size * BigInt(index)),
    endingHashKey: String(index === count - 1 ? maxHashKey : size * BigInt(index + 1) - 1n),
  }));
}
