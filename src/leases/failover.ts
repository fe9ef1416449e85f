import { createLockWatch, LEADER_HEARTBEAT_MS, type LeaderLock } from './leader-lock.js';
import {
  listReports,
  liveWorkers,
  lookAtLeases,
  type Pace,
  type Reports,
  type Sighting,
} from './live-workers.js';
import { attempt } from './pass-leases.js';
import { deleteLeadership, deleteReport } from './roles.js';
import { createStandstillWatch, type Standstill } from './standstill.js';
import { takeLeases, type Clock, type TakenLeases, type TakeOverOptions } from './take-leases.js';

const systemClock: Clock = { now: () => performance.now(), wallClock: () => Date.now() };

export interface TakenOver extends TakenLeases {
  /** So many workers look lost at once that it is left to the KCL. */
  readonly tooMany: boolean;
}

/** Gives the leases of workers that are lost to those that live. */
export interface TakeOver {
  /**
   * To be called three times in failoverTimeMillis: only time that is watched counts.
   *
   * @throws what the AWS SDK throws when the tables cannot be read
   */
  look(): Promise<TakenOver>;
}

/**
 * Gives the leases of lost workers to those that live, and ends what else bears their names: the leader's lock, their
 * counting as alive. That they have expired is the KCL's own rule; any worker of KCL 2.x took such leases, and so does
 * the leader of KCL 3, only that it gives them to the lost worker again as long as that one counts as alive, and that a
 * lost leader's lock must first expire (LeaseAssignmentManager, DynamoDBLockBasedLeaderDecider, KCL 3.1.3).
 *
 * What it keeps to:
 * - A worker is lost when none of its leases was renewed in the time in which one that lives must have (standstill.ts).
 * - Before anything is written, the leases are read again, consistently. Each write is conditional on the lease not
 *   having been renewed since, so a worker that lives after all keeps what it renews; and any number may try at once.
 * - Its report and its lock go only once one of its leases could be taken, and only if they have not changed since.
 * - An heir is known to live: it renews leases, or it is this worker, and it counts as alive. One that only reported may
 *   be dead for a minute. It is left its share for one look, in which it may take it itself.
 * - When more than half of several owners look lost, it is rather DynamoDB that took no writes for a while: they have
 *   given up their leases, but live, and are left to the KCL, or the one that had none would get all.
 * - It does nothing where workers take leases as in KCL 2.x, or where this worker itself does not count as alive.
 *
 * Reads the lease table; where no worker is lost, nothing else but the leader's lock, once in failoverTimeMillis.
 * Needs dynamodb:Scan and dynamodb:UpdateItem on the lease table, dynamodb:GetItem and dynamodb:DeleteItem on the
 * coordinator's, dynamodb:Scan and dynamodb:DeleteItem on the workers'.
 */
export function createTakeOver(options: TakeOverOptions): TakeOver {
  const { dynamodb, tables, workerId, pace, clock = systemClock } = options;
  const standstill = createStandstillWatch(pace);
  const readLock = createLockWatch(dynamodb, tables.coordinatorState);
  /** The lost workers of the last look: whoever else lives has had its chance. */
  let noticed: ReadonlySet<string> = new Set();
  /** Workers from which a lease was taken a short while ago, whose report and lock may still be there; since when. */
  const robbed = new Map<string, number>();
  /** Workers that were lost when it last looked into it, and have not reported since. */
  const gone = new Set<string>();
  let lock: LeaderLock | undefined;
  let lockReadMs = -Infinity;

  const lookAtLock = async (atMs: number): Promise<void> => {
    if (robbed.size === 0 && atMs - lockReadMs < pace.failoverMs) return;
    lockReadMs = atMs;
    lock = await readLock(atMs);
  };

  return {
    async look() {
      const now = await lookAtLeases(dynamodb, tables.lease, { consistent: false, now: () => clock.now() });
      const state = standstill(now);
      await lookAtLock(now.atMs);
      for (const [worker, sinceMs] of robbed) {
        // It may be back by now; a leader without leases is judged by its heartbeats.
        if (state.renewing.has(worker) || now.atMs - sinceMs > 2 * pace.failoverMs) robbed.delete(worker);
      }
      const heartless = lock !== undefined && isHeartless(lock, state, { now, pace, workerId });
      for (const worker of gone) if (state.renewing.has(worker)) gone.delete(worker);
      // The leader may still have given it leases: what it had read before its report was deleted.
      const haunted = [...gone].filter((worker) => state.owners.has(worker) && !state.lost.includes(worker));
      const suspects = state.lost.filter((worker) => worker !== workerId);
      if (suspects.length + haunted.length + robbed.size === 0 && !heartless) {
        noticed = new Set();
        return nothing;
      }
      if (state.owners.size > 1 && state.lost.length > state.owners.size / 2)
        return { ...nothing, tooMany: true };
      // It cannot renew its own leases: it is no heir, and no judge of others.
      if (state.lost.includes(workerId)) return nothing;
      const reports = await listReports(dynamodb, tables, clock.wallClock());
      const live = liveWorkers({ reports, before: undefined, now, wallClockMs: clock.wallClock(), pace });
      if (!live.includes(workerId)) return nothing;
      for (const worker of haunted) {
        if (reports.has(worker)) gone.delete(worker);
        else suspects.push(worker);
      }
      const failures: unknown[] = [];
      const known = (worker: string): boolean => worker === workerId || state.renewing.has(worker);
      const taken =
        suspects.length > 0
          ? await takeLeases({
              ...options,
              now,
              suspects,
              heirs: live.filter(known),
              maybe: live.filter((worker) => !known(worker) && !suspects.includes(worker)),
              noticed,
              clock,
              async onTaken(worker) {
                robbed.set(worker, now.atMs);
                gone.add(worker);
                await endReport(worker, reports, failures);
              },
            })
          : nothing;
      noticed = new Set(suspects);
      await endLeadership(heartless, now.atMs, failures);
      return { ...taken, tooMany: false, failures: [...taken.failures, ...failures] };
    },
  };

  async function endReport(worker: string, reports: Reports, failures: unknown[]): Promise<void> {
    const reportedAt = reports.get(worker);
    if (reportedAt === undefined) return;
    await attempt(deleteReport(dynamodb, tables.workerMetrics, worker, reportedAt), failures);
  }

  /** Of a worker from which a lease was taken, or that has none and gives no heartbeats. */
  async function endLeadership(heartless: boolean, atMs: number, failures: unknown[]): Promise<void> {
    for (const worker of robbed.keys()) if (lock?.owner !== worker) robbed.delete(worker);
    if (lock === undefined || !(heartless || robbed.has(lock.owner))) return;
    if (!heartless && atMs - lock.sinceMs < pace.failoverMs) return;
    await attempt(deleteLeadership(dynamodb, tables.coordinatorState, lock.owner, lock.version), failures);
    robbed.delete(lock.owner);
    lock = undefined;
  }
}

const nothing: TakenOver = {
  given: new Map(),
  freed: [],
  failures: [],
  from: new Map(),
  tooMany: false,
};

/** A leader that holds no lease shows that it lives by its heartbeats alone. Two of them have not come. */
function isHeartless(
  lock: LeaderLock,
  { owners }: Standstill,
  { now, pace, workerId }: { now: Sighting; pace: Pace; workerId: string },
): boolean {
  if (lock.owner === workerId || owners.has(lock.owner)) return false;
  return now.atMs - lock.sinceMs > 2 * LEADER_HEARTBEAT_MS + pace.failoverMs / 3;
}
