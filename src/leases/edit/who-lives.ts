import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNotFound } from '../../aws/aws-error.js';
import type { ApplicationTables } from '../../kcl/tables.js';
import {
  holderOf,
  liveWorkers,
  lookAtLeases,
  renewalIsVisibleAt,
  scanReports,
  type Pace,
  type Sighting,
} from '../live-workers.js';

/**
 * The workers of an application that are at work: those that renew a lease while they are watched, and those whose
 * report is new, unless they are seen not to renew. Waits half of failoverTimeMillis where a lease has an owner.
 *
 * Needs dynamodb:Scan on the lease table and the workers'.
 */
export async function whoLives(
  dynamodb: DynamoDBClient,
  tables: ApplicationTables,
  pace: Pace,
  signal: AbortSignal,
): Promise<string[]> {
  const before = await lookAtLeases(dynamodb, tables.lease);
  const isOwned = before.leases.some((lease) => holderOf(lease) !== undefined);
  if (isOwned) {
    await sleep(Math.max(0, renewalIsVisibleAt(before, pace) - performance.now()), undefined, { signal });
  }
  const now = isOwned ? await lookAtLeases(dynamodb, tables.lease) : before;
  const reports = await reportsOf(dynamodb, tables.workerMetrics);
  const reporting = liveWorkers({ reports, before, now, wallClockMs: Date.now(), pace });
  return [...new Set([...reporting, ...renewing(before, now)])].sort();
}

async function reportsOf(dynamodb: DynamoDBClient, table: string): Promise<ReadonlyMap<string, number>> {
  try {
    return (await scanReports(dynamodb, table, { consistent: true })).reports;
  } catch (error) {
    // KCL 2.x has no such table.
    if (isNotFound(error)) return new Map();
    throw error;
  }
}

function renewing(before: Sighting, now: Sighting): string[] {
  const counters = new Map(before.leases.map(({ shardId, counter }) => [shardId, counter]));
  return now.leases.flatMap((lease) => {
    const holder = holderOf(lease);
    const seen = counters.get(lease.shardId);
    return holder !== undefined && seen !== undefined && lease.counter > seen ? [holder] : [];
  });
}
