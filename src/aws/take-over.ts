import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  holderOf,
  listReports,
  liveWorkers,
  type ApplicationTables,
  type Pace,
  type Sighting,
} from './live-workers.js';
import { attempt, passEach, type PassedLeases } from './pass-leases.js';
import { deleteLeadership, deleteReport } from './roles.js';
import { shareOut } from './share-out.js';

export interface Abandoned {
  readonly dynamodb: DynamoDBClient;
  readonly tables: ApplicationTables;
  /** The worker that takes over; it must live itself. */
  readonly workerId: string;
  readonly now: Sighting;
  /** For how many milliseconds the leases of each worker have stood still (createStandstillWatch). */
  readonly still: ReadonlyMap<string, number>;
  readonly pace: Pace;
  /** No worker is given leases beyond this number. */
  readonly most: number;
}

const nothing: PassedLeases = { given: new Map(), freed: [], failures: [] };

/** The workers all of whose leases have expired: not one was renewed for failoverTimeMillis. */
function lostWorkers({ still, pace }: Abandoned): string[] {
  return [...still]
    .filter(([, ms]) => ms > pace.failoverMs)
    .map(([worker]) => worker)
    .sort();
}

/**
 * Gives the leases of lost workers to those that live, and ends what else bears their names: the leader's lock, their
 * counting as alive. That they have expired is the KCL's own rule; any worker of KCL 2.x took such leases, and so does
 * the leader of KCL 3, only that it gives them to the lost worker again as long as that one counts as alive, and that a
 * lost leader's lock must first expire (LeaseAssignmentManager, DynamoDBLockBasedLeaderDecider, KCL 3.1.3).
 *
 * Each write is conditional on the lease not having been renewed since, so a worker that lives after all keeps what it
 * renews; and any number of workers may try at once. Calls nobody where no worker is lost; does nothing where workers take
 * leases as in KCL 2.x, or where this worker itself does not count as alive.
 *
 * Needs dynamodb:UpdateItem on the lease table, dynamodb:GetItem and dynamodb:DeleteItem on the coordinator's,
 * dynamodb:Scan and dynamodb:DeleteItem on the workers'.
 */
export async function takeOver(abandoned: Abandoned): Promise<PassedLeases> {
  const { dynamodb, tables, workerId, now, still, pace, most } = abandoned;
  const lost = lostWorkers(abandoned);
  if (lost.length === 0) return nothing;
  const reports = await listReports(dynamodb, tables);
  // Whoever has missed two renewals is no heir.
  const live = liveWorkers({ reports, before: undefined, now, wallClockMs: Date.now(), pace }).filter(
    (worker) => (still.get(worker) ?? 0) <= (2 / 3) * pace.failoverMs,
  );
  if (!live.includes(workerId)) return nothing;
  const failures: unknown[] = [];
  // The leases last: whoever is told of them should find neither a dead worker nor a dead leader.
  await Promise.all(
    lost.flatMap((worker) => {
      const reportedAt = reports.get(worker);
      return [
        attempt(deleteLeadership(dynamodb, tables.coordinatorState, worker), failures),
        ...(reportedAt === undefined
          ? []
          : [attempt(deleteReport(dynamodb, tables.workerMetrics, worker, reportedAt), failures)]),
      ];
    }),
  );
  const leases = now.leases.filter(
    (lease) => lost.includes(holderOf(lease) ?? '') && lease.checkpoint !== 'SHARD_END',
  );
  const heirs = shareOut(
    leases.filter(({ handedOverBy }) => handedOverBy === undefined).map(({ shardId }) => shardId),
    // All workers that see the same choose the same.
    { leases: now.leases, workers: live, most },
  );
  const passed = await passEach({ dynamodb, table: tables.lease, leases, heirs, unlessRenewed: true });
  return { ...passed, failures: [...failures, ...passed.failures] };
}
