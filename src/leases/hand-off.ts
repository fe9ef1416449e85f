import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { systemClock, type Clock } from './clock.js';
import {
  holderOf,
  listReports,
  liveWorkers,
  lookAtLeases,
  type Pace,
  type Sighting,
} from './live-workers.js';
import type { ApplicationTables } from '../kcl/tables.js';
import type { Lease } from './list-leases.js';
import { attempt, passEach, type PassedLeases } from './pass-leases.js';
import { deleteLeadership, deleteReport } from './roles.js';
import { shareOut } from './share-out.js';

/** A worker that processes nothing any more: whatever still bears its name is given back. */
export interface Leaving {
  readonly dynamodb: DynamoDBClient;
  /** Their names: CollectedProperties.tables. */
  readonly tables: ApplicationTables;
  readonly workerId: string;
}

export interface LeavingLeases extends Leaving {
  /** The leases when it was asked to stop: by them a worker that lives is told from one that only reported to. */
  readonly before: Sighting | undefined;
  readonly pace: Pace;
  /** No other worker is given leases beyond this number. */
  readonly most: number;
  /** Which of its leases are meant; all unless set. */
  readonly which?: (lease: Lease) => boolean;
  readonly clock?: Clock;
  /**
   * From 0 to 1.
   *
   * @default Math.random
   */
  readonly random?: () => number;
}

/**
 * Gives a worker's leases to the other workers that live, as evenly as can be. Where none lives, or it cannot be told,
 * they are left without an owner for the leader to assign.
 *
 * Needs dynamodb:Scan and dynamodb:UpdateItem on the lease table, and to tell who lives dynamodb:GetItem on the
 * coordinator's and dynamodb:Scan on the workers'.
 */
export async function passLeases(leaving: LeavingLeases): Promise<LeftLeases> {
  const { dynamodb, tables, workerId, before, pace, most, which = () => true } = leaving;
  const { clock = systemClock, random = Math.random } = leaving;
  const failures: unknown[] = [];
  const [now, reports] = await Promise.all([
    attempt(lookAtLeases(dynamodb, tables.lease, { now: () => clock.now() }), failures),
    // Consistently: a worker that stops as well has just deleted its report, so as not to be given any.
    attempt(listReports(dynamodb, tables, clock.wallClock(), { consistent: true }), failures),
  ]);
  if (now === undefined) return { given: new Map(), freed: [], failures, incoming: [] };
  const { leases } = now;
  const own = leases.filter((lease) => holderOf(lease) === workerId && which(lease));
  const incoming = leases.filter(
    ({ owner, handedOverBy }) =>
      owner === workerId && handedOverBy !== undefined && handedOverBy !== workerId,
  );
  const live = reports ? liveWorkers({ reports, before, now, wallClockMs: clock.wallClock(), pace }) : [];
  const heirs = shareOut(
    own.filter(({ handedOverBy }) => handedOverBy === undefined).map(({ shardId }) => shardId),
    // Many workers may stop at once: not all of them should choose the same one among equals.
    {
      leases,
      workers: shuffle(
        live.filter((worker) => worker !== workerId),
        random,
      ),
      most,
    },
  );
  const passed = await passEach({ dynamodb, table: tables.lease, leases: own, heirs });
  return {
    ...passed,
    failures: [...failures, ...passed.failures],
    incoming: incoming.map(({ shardId }) => shardId),
  };
}

export interface LeftLeases extends PassedLeases {
  /**
   * Shards that another worker is handing over to this one. They can be passed on once it has: before that the hand-over
   * would fail for good (LeaseGracefulShutdownHandler, KCL 3.1.3).
   */
  readonly incoming: readonly string[];
}

export interface ReleasedRoles {
  /** Whether it counted as alive. */
  readonly report: boolean;
  readonly leadership: boolean;
  readonly failures: readonly unknown[];
}

/**
 * Ends a worker's counting as alive, and its leadership if it has it: the others need not wait until both expire.
 *
 * Needs dynamodb:DeleteItem on the workers' table and the coordinator's.
 */
export async function releaseRoles({ dynamodb, tables, workerId }: Leaving): Promise<ReleasedRoles> {
  const failures: unknown[] = [];
  const [report, leadership] = await Promise.all([
    attempt(deleteReport(dynamodb, tables.workerMetrics, workerId), failures),
    attempt(deleteLeadership(dynamodb, tables.coordinatorState, workerId), failures),
  ]);
  return { report: report ?? false, leadership: leadership ?? false, failures };
}

function shuffle(workers: readonly string[], random: () => number): string[] {
  return workers
    .map((worker) => ({ worker, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ worker }) => worker);
}
