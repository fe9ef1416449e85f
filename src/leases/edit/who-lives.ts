import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNotFound } from '../../aws/aws-error.js';
import type { ApplicationTables } from '../../kcl/tables.js';
import {
  holderOf,
  lookAtLeases,
  renewalIsVisibleAt,
  renewals,
  workersAtWork,
  scanReports,
  type Pace,
  type Sighting,
} from '../live-workers.js';

/**
 * The workers of an application that are at work: those that renew a lease while they are watched, and those whose
 * report is new, unless they are seen not to renew. Where a lease has an owner it watches until all owners have renewed
 * one, half of failoverTimeMillis at the most. If nobody is seen at work it watches for the other half, too: a renewal may
 * be late.
 *
 * Needs dynamodb:Scan on the lease table and the workers'.
 */
export async function whoLives(
  dynamodb: DynamoDBClient,
  tables: ApplicationTables,
  pace: Pace,
  { signal, time = realTime }: Watching,
): Promise<string[]> {
  const atWork = async (before: Sighting, now: Sighting): Promise<string[]> => {
    const reports = await reportsOf(dynamodb, tables.workerMetrics);
    return workersAtWork({ reports, before, now, wallClockMs: Date.now(), pace });
  };
  const look = (): Promise<Sighting> => lookAtLeases(dynamodb, tables.lease, { now: time.now });
  let before = await look();
  for (let half = 1; ; half++) {
    const untilMs = renewalIsVisibleAt(before, pace);
    let now = before;
    while (!haveRenewed(before, now, pace) && now.atMs < untilMs) {
      await time.wait(Math.min(pace.failoverMs / LOOKS, untilMs - now.atMs), signal);
      now = await look();
    }
    const alive = await atWork(before, now);
    if (alive.length > 0 || now.atMs < untilMs || half === 2) return alive;
    before = now;
  }
}

/** In failoverTimeMillis. */
const LOOKS = 10;

/** Whether nobody who holds a lease is still to be seen renewing one. */
function haveRenewed(before: Sighting, now: Sighting, pace: Pace): boolean {
  const renewing = renewals(before, now, pace);
  return now.leases.map(holderOf).every((holder) => holder === undefined || renewing.get(holder) === true);
}

export interface Watching {
  readonly signal: AbortSignal;
  /** How time goes by; really, unless set. */
  readonly time?: {
    readonly now: () => number;
    readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  };
}

const realTime: NonNullable<Watching['time']> = {
  now: () => performance.now(),
  wait: (ms, signal) => sleep(ms, undefined, { signal }),
};

async function reportsOf(dynamodb: DynamoDBClient, table: string): Promise<ReadonlyMap<string, number>> {
  try {
    return (await scanReports(dynamodb, table, { consistent: true })).reports;
  } catch (error) {
    // KCL 2.x has no such table.
    if (isNotFound(error)) return new Map();
    throw error;
  }
}
