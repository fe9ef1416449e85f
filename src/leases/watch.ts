import { systemClock } from './clock.js';
import { createTakeOver, type Look, type TakenOver } from './take-over.js';
import { createGuard } from './guard.js';
import { callRoll, liveWorkers, type Roll, type Sighting } from './live-workers.js';
import { attempt } from './pass-leases.js';
import { dutyOf, rank, type Duty, type Ranking } from './ranking.js';
import { markReport } from './roles.js';
import type { TakeOverOptions } from './take-leases.js';
import { createWitness, type Witness } from './witness.js';

export interface WatchOptions extends TakeOverOptions {
  /**
   * From 0 to 1; so that workers that started together do not all read at one moment.
   *
   * @default Math.random
   */
  readonly random?: () => number;
}

export interface Step {
  /** What was done, if all leases were looked at. */
  readonly taken: TakenOver | undefined;
  /** How long to wait until the next step. */
  readonly nextMs: number;
}

/** Watches over the workers of an application, together with its other workers. */
export interface Watch {
  /** To be told which leases this worker's java has. What is told before the first step counts. */
  readonly witness: Pick<Witness, 'renews' | 'stops' | 'stopsAll'>;
  /** @throws what the AWS SDK throws when the tables cannot be read */
  step(): Promise<Step>;
}

/** What the reports told: who counts as alive, who of them watches, and a lease that each of these renews. */
interface Known extends Pick<Roll, 'watching' | 'renews'> {
  readonly live: readonly string[];
  readonly readMs: number;
}

/** In multiples of failoverTimeMillis. */
const times = {
  /** How often it is read again who is there, while that changes. */
  known: 6,
  /** For each worker: in a large fleet, all together read this often. It is longer the longer nothing changes. */
  knownPerWorker: { least: 0.5, most: 2 },
  /** How long one who is no deputy any more remains one: the worker that is may not know yet. */
  lingering: 12,
  /** How often one who is alone asks whether it still is; more often while others may have started with it. */
  alone: 3,
  young: 12,
  /** How often one who is alone looks at the leases all the same: not everybody reports. */
  aloneLook: 60,
};

/**
 * Takes over from workers that are lost (take-over.ts) without every worker reading all leases: that is for two deputies.
 * Each other worker is the guard of the one before it, in the order of ranking.ts: it reads one lease of its ward. If that
 * stands still, it looks at all leases itself until it knows better. So those who come next notice when the deputies are
 * lost.
 *
 * A worker that does all this marks its report, so that the others count on it, and not on a worker of the stock KCL.
 * Whoever cannot be marked watches all the same.
 *
 * Needs what createTakeOver needs, dynamodb:GetItem on the lease table, and dynamodb:UpdateItem on the workers'.
 */
export function createWatch(options: WatchOptions): Watch {
  const { dynamodb, tables, workerId, pace, clock = systemClock, random = Math.random } = options;
  const { failoverMs } = pace;
  const now = (): number => clock.now();
  const spread = (ms: number): number => ms * (0.8 + 0.2 * random());
  const takeOver = createTakeOver({ ...options, clock });
  const witness = createWitness({ workerId, mark });
  const guard = createGuard({ dynamodb, table: tables.lease, failoverMs, now, random });
  const startedMs = now();
  let duty: Duty = { kind: 'deputy' };
  let isAlone = false;
  let ranking: Ranking = rank([], []);
  let roll: Known = { live: [], watching: new Set(), renews: new Map(), readMs: -Infinity };
  let lookedMs = -Infinity;
  let knownForMs = 0;
  let deputyUntilMs = -Infinity;
  /** A ward whose lease stood still: until it is seen to live, or holds none, this worker looks as a deputy does. */
  let suspect: string | undefined;

  async function readRoll(): Promise<void> {
    const wallClockMs = clock.wallClock();
    const { reports, watching, renews } = await callRoll(dynamodb, tables, wallClockMs);
    const sighting: Sighting = { atMs: now(), leases: [] };
    const live = liveWorkers({ reports, before: undefined, now: sighting, wallClockMs, pace });
    roll = { live, watching, renews, readMs: now() };
    // Where it may not, the others watch as if this worker did not.
    if (reports.has(workerId)) await witness.compare(watching.has(workerId), renews.get(workerId));
  }

  async function mark(renews: string | undefined): Promise<boolean> {
    return (await attempt(markReport(dynamodb, tables.workerMetrics, workerId, renews), [])) === true;
  }

  /** Whether all leases must be looked at, because nothing less tells what there is to know. */
  async function isLookDue(): Promise<boolean> {
    const sinceLookMs = now() - lookedMs;
    if (isAlone) {
      await readRoll();
      return roll.live.some((worker) => worker !== workerId) || sinceLookMs > times.aloneLook * failoverMs;
    }
    if (duty.kind === 'deputy' || suspect !== undefined) return true;
    const sign = await guard.check();
    if (sign === 'still') suspect = duty.ward;
    return sign !== 'renewed' || sinceLookMs > knownForMs;
  }

  async function look(): Promise<Step> {
    const seen = await takeOver.look(roll.renews);
    const { sighting, state } = seen;
    roll = { ...roll, renews: seen.renews ?? roll.renews };
    witness.check(sighting, state);
    lookedMs = sighting.atMs;
    const owners = [...state.owners].filter((owner) => owner === workerId || !state.lost.includes(owner));
    const isKnown = (owner: string): boolean => owner === workerId || roll.watching.has(owner);
    const isNews = String(rank(owners.filter(isKnown), []).owners) !== String(ranking.owners);
    if (isNews || duty.kind === 'guard' || lookedMs - roll.readMs > times.known * failoverMs)
      await readRoll();
    const idle = roll.live.filter((worker) => !state.owners.has(worker));
    isAlone = [...owners, ...idle].every((worker) => worker === workerId);
    const others = state.owners.has(workerId) ? idle : [...idle, workerId];
    ranking = rank(owners.filter(isKnown), others.filter(isKnown));
    knownForMs = spread(knownFor(isNews));
    // While DynamoDB takes no writes everybody looks lost: that is no reason for everybody to look at everything.
    const isCleared = (ward: string): boolean => !state.owners.has(ward) || state.renewing.has(ward);
    if (suspect !== undefined && (seen.tooMany || isCleared(suspect))) suspect = undefined;
    duty = nextDuty();
    if (duty.kind === 'guard') guard.look(suspect ?? duty.ward, sighting, suspect !== undefined);
    return { taken: seen, nextMs: nextMs(seen) };
  }

  function knownFor(isNews: boolean): number {
    const { least, most } = times.knownPerWorker;
    const size = ranking.all.length;
    const bound = (perWorker: number): number => Math.max(times.known, perWorker * size) * failoverMs;
    return isNews ? bound(least) : Math.min(2 * Math.max(knownForMs, bound(least)), bound(most));
  }

  function nextDuty(): Duty {
    const next = dutyOf(workerId, ranking, failoverMs);
    if (next.kind === 'deputy') deputyUntilMs = lookedMs + times.lingering * failoverMs;
    return lookedMs < deputyUntilMs ? { kind: 'deputy' } : next;
  }

  function nextMs(seen?: Look): number {
    if (isAlone) {
      const isYoung = now() - startedMs < times.young * failoverMs;
      return spread((isYoung ? 1 : times.alone) * failoverMs);
    }
    if (duty.kind === 'guard' && suspect === undefined) return spread(duty.everyMs);
    const regularMs = lookedMs + (2 / 3) * failoverMs;
    const againMs = seen?.againMs ?? regularMs;
    return Math.max(0, againMs - (againMs < regularMs ? 0 : (random() * failoverMs) / 15) - now());
  }

  return {
    witness,
    async step() {
      if (lookedMs === -Infinity || (await isLookDue())) return look();
      return { taken: undefined, nextMs: nextMs() };
    },
  };
}
