import { systemClock } from './clock.js';
import { createLockWatch, isHeartless, type LeaderLock } from './leader-lock.js';
import {
  callRoll,
  liveWorkers,
  lookAtLeases,
  type Pace,
  type Reports,
  type Sighting,
} from './live-workers.js';
import { attempt } from './pass-leases.js';
import { deleteLeadership, deleteReport } from './roles.js';
import { createStandstillWatch, type Standstill } from './standstill.js';
import { takeLeases, type TakenLeases, type TakeOverOptions } from './take-leases.js';

export interface TakenOver extends TakenLeases {
  /** So many workers look lost at once that it is left to the KCL. */
  readonly tooMany: boolean;
  /** Worker to shard: a lease that it renews, by the reports. Undefined if these were not read. */
  readonly renews?: ReadonlyMap<string, string>;
}

/** What was seen with a look, and done. */
export interface Look extends TakenOver {
  readonly sighting: Sighting;
  readonly state: Standstill;
  /** When to look again in order to notice in time who is lost, by the clock of sightings. */
  readonly againMs: number;
}

/** Gives the leases of workers that are lost to those that live. */
export interface TakeOver {
  /**
   * Who calls it again at `againMs` takes over from a worker at the latest five thirds of failoverTimeMillis after its
   * last renewal. After a pause of failoverTimeMillis it begins to watch anew.
   *
   * @param renews worker to shard: a lease that it renews, as its report told lately
   * @throws what the AWS SDK throws when the tables cannot be read
   */
  look(renews?: ReadonlyMap<string, string>): Promise<Look>;
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
 * - An heir is known to live: it has just renewed a lease, or it is this worker, and it counts as alive. One that only
 *   reported may have been dead for a minute.
 * - When more than half of several owners look lost, it is rather DynamoDB that took no writes for a while: they have
 *   given up their leases, but live, and are left to the KCL, or the one that had none would get all.
 * - It does nothing where workers take leases as in KCL 2.x, or where this worker itself does not count as alive.
 *
 * Reads the lease table; where no worker is lost, nothing else but now and then the leader's lock.
 * Needs dynamodb:Scan and dynamodb:UpdateItem on the lease table, dynamodb:GetItem and dynamodb:DeleteItem on the
 * coordinator's, dynamodb:Scan and dynamodb:DeleteItem on the workers'.
 */
export function createTakeOver(options: TakeOverOptions): TakeOver {
  const { dynamodb, tables, workerId, pace, clock = systemClock } = options;
  const standstill = createStandstillWatch(pace);
  const readLock = createLockWatch(dynamodb, tables.coordinatorState);
  /** Workers from which a lease was taken a short while ago, whose report and lock may still be there; since when. */
  const robbed = new Map<string, number>();
  /** Workers that were lost when it last looked into it, and have not reported since. */
  const gone = new Set<string>();
  /** Until then the leader may give them leases, and has the lock of one of them to lose. */
  let busyUntilMs = -Infinity;
  let lock: LeaderLock | undefined;
  let lockReadMs = -Infinity;

  const lookAtLock = async (atMs: number, { owners }: Standstill): Promise<void> => {
    // That a leader lives which holds leases is seen by them.
    const everyMs = (lock !== undefined && owners.has(lock.owner) ? 3 : 1) * pace.failoverMs;
    if (robbed.size === 0 && atMs - lockReadMs < everyMs) return;
    lockReadMs = atMs;
    lock = await readLock(atMs);
  };

  return {
    async look(renews) {
      const sighting = await lookAtLeases(dynamodb, tables.lease, {
        consistent: false,
        now: () => clock.now(),
      });
      const state = standstill(sighting, renews);
      const taken = await act(sighting, state, renews);
      const isBusy = sighting.atMs < busyUntilMs || (state.lost.length > 0 && !taken.tooMany);
      return { ...taken, sighting, state, againMs: againAt({ sighting, state, pace, isBusy }) };
    },
  };

  async function act(
    now: Sighting,
    state: Standstill,
    renews: ReadonlyMap<string, string> = new Map(),
  ): Promise<TakenOver> {
    await lookAtLock(now.atMs, state);
    for (const [worker, sinceMs] of robbed) {
      // It may be back by now; a leader without leases is judged by its heartbeats.
      if (state.renewing.has(worker) || now.atMs - sinceMs > 2 * pace.failoverMs) robbed.delete(worker);
    }
    const heartless = lock !== undefined && isHeartless(lock, state, { now, pace, workerId });
    for (const worker of gone) if (state.renewing.has(worker)) gone.delete(worker);
    // The leader may still have given it leases: what it had read before its report was deleted.
    const haunted = [...gone].filter((worker) => state.owners.has(worker) && !state.lost.includes(worker));
    let suspects = state.lost.filter((worker) => worker !== workerId);
    if (suspects.length + haunted.length + robbed.size === 0 && !heartless) {
      return nothing;
    }
    if (state.owners.size > 1 && state.lost.length > state.owners.size / 2)
      return { ...nothing, tooMany: true };
    // It cannot renew its own leases: it is no heir, and no judge of others.
    if (state.lost.includes(workerId)) return nothing;
    // Consistently: who lives takes its word back as soon as it renews that lease no more.
    const roll = await callRoll(dynamodb, tables, clock.wallClock(), { consistent: true });
    const { reports } = roll;
    // Its report was deleted with its first lease: who has reported again lives after all, and keeps the lock.
    for (const worker of robbed.keys()) if (reports.has(worker)) robbed.delete(worker);
    const isWithdrawn = (worker: string): boolean =>
      state.lostByReport.has(worker) && roll.renews.get(worker) !== renews.get(worker);
    suspects = suspects.filter((worker) => !isWithdrawn(worker));
    const live = liveWorkers({ reports, before: undefined, now, wallClockMs: clock.wallClock(), pace });
    if (!live.includes(workerId)) return { ...nothing, renews: roll.renews };
    for (const worker of haunted) {
      if (reports.has(worker)) gone.delete(worker);
      else suspects.push(worker);
    }
    const failures: unknown[] = [];
    const isHeir = (worker: string): boolean =>
      worker === workerId || (state.renewing.has(worker) && !state.doubtful.has(worker));
    const taken =
      suspects.length > 0
        ? await takeLeases({
            ...options,
            now,
            suspects,
            heirs: live.filter(isHeir),
            clock,
            async onTaken(worker) {
              robbed.set(worker, now.atMs);
              gone.add(worker);
              busyUntilMs = now.atMs + pace.assignEveryMs + pace.failoverMs;
              await endReport(worker, reports, failures);
            },
          })
        : nothing;
    await endLeadership(heartless, now.atMs, failures);
    return { ...taken, tooMany: false, renews: roll.renews, failures: [...taken.failures, ...failures] };
  }

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

/**
 * Two thirds of failoverTimeMillis later, when each owner must have renewed at least once, and sooner if one of them has
 * not renewed since the look before: as soon as it may be lost. A third later while something is to be done.
 */
function againAt({ sighting, state, pace, isBusy }: Seen): number {
  const everyMs = pace.failoverMs / 3;
  const dueMs = Math.max(state.nextLostMs + SLACK_MS, sighting.atMs + everyMs / 4);
  return Math.min(sighting.atMs + (isBusy ? 1 : 2) * everyMs, dueMs);
}

interface Seen extends Pick<Look, 'sighting' | 'state'> {
  readonly pace: Pace;
  readonly isBusy: boolean;
}

/** A lease has expired when more time than failoverTimeMillis has passed. */
const SLACK_MS = 20;
