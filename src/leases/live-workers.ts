import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { listLeases, type Lease, type ReadOptions } from './list-leases.js';
import { scan } from '../aws/scan.js';
import type { ApplicationTables } from '../kcl/tables.js';

/** What the tables of an application showed at one moment. */
export interface Sighting {
  /** By a clock that only goes forward (performance.now). */
  readonly atMs: number;
  readonly leases: readonly Lease[];
}

/** When each worker last reported that it lives: seconds since 1970 by its own clock. */
export type Reports = ReadonlyMap<string, number>;

/** The periods of the KCL by which a worker that lives is told from one that is gone. */
export interface Pace {
  /** failoverTimeMillis: an owner renews its leases three times as often. */
  readonly failoverMs: number;
  /** workerMetricsReporterFreqInMillis: how often a worker reports that it lives. */
  readonly reportEveryMs: number;
  /** leaseAssignmentIntervalMillis: a worker looks twice as often for leases that were given to it. */
  readonly assignEveryMs: number;
}

/** Reads who holds which lease. Needs dynamodb:Scan on the lease table. */
export async function lookAtLeases(
  dynamodb: DynamoDBClient,
  table: string,
  { now = () => performance.now(), ...options }: ReadOptions & { readonly now?: () => number } = {},
): Promise<Sighting> {
  const leases = await listLeases(dynamodb, table, options);
  return { atMs: now(), leases };
}

/**
 * The workers that look for leases that were assigned to them. None in an application that has not left KCL 2.x behind:
 * its workers take leases, nobody assigns them (MigrationState, key `Migration3.0`;
 * DynamoDBLeaseCoordinator.LeaseDiscoveryRunnable, KCL 3.1.3). None either for some minutes after it has.
 *
 * Needs dynamodb:GetItem on the coordinator's table, dynamodb:Scan on the workers'.
 */
export async function listReports(
  dynamodb: DynamoDBClient,
  tables: ApplicationTables,
  wallClockMs = Date.now(),
  options: ReadOptions = {},
): Promise<Reports> {
  return (await callRoll(dynamodb, tables, wallClockMs, options)).reports;
}

export interface Roll {
  readonly reports: Reports;
  /** Those of them that bear the mark of a worker that watches over the others. */
  readonly watching: ReadonlySet<string>;
  /** Worker to shard: a lease that its java has and renews, by its own word (witness.ts). */
  readonly renews: ReadonlyMap<string, string>;
}

/** As listReports, and what the workers of kcl-ts have added to theirs. */
export async function callRoll(
  dynamodb: DynamoDBClient,
  tables: ApplicationTables,
  wallClockMs: number,
  options: ReadOptions = {},
): Promise<Roll> {
  const { GetItemCommand, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  const none: Roll = { reports: new Map(), watching: new Set(), renews: new Map() };
  try {
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: tables.coordinatorState, Key: { key: { S: 'Migration3.0' } } }),
    );
    if (!Item || !assignsLeases(Item, wallClockMs)) return none;
    return await scanReports(dynamodb, tables.workerMetrics, options);
  } catch (error) {
    // KCL 2.x has neither table.
    if (error instanceof ResourceNotFoundException) return none;
    throw error;
  }
}

/** The reports of all workers, whether anybody goes by them or not. Needs dynamodb:Scan on the workers' table. */
export async function scanReports(
  dynamodb: DynamoDBClient,
  table: string,
  { consistent = false }: ReadOptions = {},
): Promise<Roll> {
  const reports = new Map<string, number>();
  const watching = new Set<string>();
  const renews = new Map<string, string>();
  for await (const items of scan(dynamodb, { TableName: table, ConsistentRead: consistent })) {
    // WorkerMetricStats: `wid` is the worker, `lut` the time of its last update.
    for (const { wid, lut, kclTs, kclTsRenews } of items) {
      if (wid?.S === undefined || lut?.N === undefined) continue;
      reports.set(wid.S, Number(lut.N));
      if (kclTs?.S === WATCHES) watching.add(wid.S);
      if (kclTsRenews?.S !== undefined) renews.set(wid.S, kclTsRenews.S);
    }
  }
  return { reports, watching, renews };
}

/** The mark, in the attribute `kclTs` of a report. The KCL leaves attributes alone that it does not know. */
export const WATCHES = 'watches';

/**
 * A fleet that leaves KCL 2.x behind does not do so at one moment: each worker looks once a minute whether it has
 * (ClientVersionChangeMonitor, KCL 3.1.3), and until it has seen that, it finds no lease that is assigned to it.
 */
const MIGRATION_MS = 3 * 60_000;

/**
 * Whether a leader gives leases to the workers, as in KCL 3, by the row that tells how an application does it
 * (MigrationState). `cv` is the version, `mts` when it came, `h` the versions before it with their `cv`.
 */
export function assignsLeases({ cv, mts, h }: Record<string, AttributeValue>, wallClockMs: number): boolean {
  if (cv?.S?.startsWith('CLIENT_VERSION_3X') !== true) return false;
  const cameFrom2x = h?.L?.some(({ M }) => M?.['cv']?.S?.includes('2X')) ?? false;
  return !cameFrom2x || wallClockMs - Number(mts?.N ?? 0) >= MIGRATION_MS;
}

/** Who processes the shard: while a lease is handed over that is still the worker that hands it over. */
export function holderOf({ handedOverBy, owner }: Lease): string | undefined {
  return handedOverBy ?? owner;
}

export interface SignsOfLife {
  readonly reports: Reports;
  /** Without it only the reports count. */
  readonly before: Sighting | undefined;
  readonly now: Sighting;
  /** Milliseconds since 1970 by the clock of this machine. */
  readonly wallClockMs: number;
  readonly pace: Pace;
}

/**
 * The workers that live: their last report is no older than the leader of the KCL accepts
 * (LeaseAssignmentManager.computeWorkerExpiryThresholdInSecond: two periods), and none of them left its leases
 * unrenewed between the sightings. The report of a worker that was killed is good for another minute; its leases stand
 * still at once. Where too little time passed to see a renewal, the report alone counts.
 */
export function liveWorkers({ reports, before, now, wallClockMs, pace }: SignsOfLife): string[] {
  const oldest = Math.floor((wallClockMs - 2 * pace.reportEveryMs) / 1000);
  const renewing = renewals(before, now, pace);
  return [...reports]
    .filter(([worker, seconds]) => seconds >= oldest && renewing.get(worker) !== false)
    .map(([worker]) => worker)
    .sort();
}

/** Those that live, and those that are seen to renew a lease without a report: workers of KCL 2.x make none. */
export function workersAtWork(signs: SignsOfLife): string[] {
  const renewing = [...renewals(signs.before, signs.now, signs.pace)]
    .filter(([, renews]) => renews)
    .map(([worker]) => worker);
  return [...new Set([...liveWorkers(signs), ...renewing])].sort();
}

/**
 * When a worker that lives must have renewed a lease since it was seen, by the clock of sightings: after one and a half
 * times what lies between two renewals (CommonCalculations.getRenewerTakerIntervalMillis).
 */
export function renewalIsVisibleAt({ atMs }: Sighting, { failoverMs }: Pace): number {
  return atMs + failoverMs / 2;
}

/** Whether each worker was seen to renew a lease; it is not in the map if that cannot be told. */
export function renewals(
  before: Sighting | undefined,
  now: Sighting,
  pace: Pace,
): ReadonlyMap<string, boolean> {
  const seen = new Map<string, boolean>();
  if (before === undefined) return seen;
  const longEnough = now.atMs >= renewalIsVisibleAt(before, pace);
  const earlier = new Map(before.leases.map((lease) => [lease.shardId, lease]));
  for (const lease of now.leases) {
    const holder = holderOf(lease);
    const first = earlier.get(lease.shardId);
    // A shard that has ended needs no renewal, and a lease that has just changed hands had no time for one.
    if (holder === undefined || first === undefined || holderOf(first) !== holder) continue;
    if (lease.checkpoint === 'SHARD_END') continue;
    if (lease.counter > first.counter) seen.set(holder, true);
    else if (longEnough && !seen.has(holder)) seen.set(holder, false);
  }
  return seen;
}
