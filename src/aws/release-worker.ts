import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsErrorName } from './aws-error.js';
import type { Lease } from './leases.js';
import {
  holderOf,
  listReports,
  liveWorkers,
  lookAtLeases,
  type ApplicationTables,
  type Pace,
  type Sighting,
} from './live-workers.js';
import { assignLease, freeLease } from './pass-lease.js';
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
}

export interface PassedLeases {
  /** The leases that another worker has now: shard to worker. */
  readonly given: ReadonlyMap<string, string>;
  /** The shards whose leases have no owner now, or the one that they were being handed to. */
  readonly freed: readonly string[];
  /** What could not be done, such as for want of a permission. The leases expire by themselves. */
  readonly failures: readonly unknown[];
}

/**
 * Gives a worker's leases to the other workers that live, as evenly as can be. Where none lives, or it cannot be told,
 * they are left without an owner for the leader to assign. Each write is conditional on the worker's name still being
 * there, so nothing that another worker has taken meanwhile is touched. Checkpoints are not written.
 *
 * Needs dynamodb:Scan and dynamodb:UpdateItem on the lease table, and to tell who lives dynamodb:GetItem on the
 * coordinator's and dynamodb:Scan on the workers'.
 */
export async function passLeases(leaving: LeavingLeases): Promise<PassedLeases> {
  const { dynamodb, tables, workerId, before, pace, most } = leaving;
  const failures: unknown[] = [];
  const [now, reports] = await Promise.all([
    attempt(lookAtLeases(dynamodb, tables.lease), failures),
    attempt(listReports(dynamodb, tables), failures),
  ]);
  const given = new Map<string, string>();
  const freed: string[] = [];
  if (now === undefined) return { given, freed, failures };
  const { leases } = now;
  const own = leases.filter((lease) => holderOf(lease) === workerId);
  const live = reports ? liveWorkers({ reports, before, now, wallClockMs: Date.now(), pace }) : [];
  const heirs = shareOut(
    own.filter(({ handedOverBy }) => handedOverBy === undefined).map(({ shardId }) => shardId),
    // Many workers may stop at once: not all of them should choose the same one among equals.
    { leases, workers: shuffle(live.filter((worker) => worker !== workerId)), most },
  );
  const pass = async (lease: Lease): Promise<void> => {
    const { shardId } = lease;
    const heir = heirs.get(shardId);
    if (heir === undefined) {
      await freeLease(dynamodb, tables.lease, lease);
      freed.push(shardId);
    } else {
      await assignLease(dynamodb, tables.lease, lease, heir);
      given.set(shardId, heir);
    }
  };
  await Promise.all(own.map((lease) => attempt(pass(lease), failures)));
  return { given, freed: freed.sort(), failures };
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

async function attempt<Result>(action: Promise<Result>, failures: unknown[]): Promise<Result | undefined> {
  try {
    return await action;
  } catch (error) {
    // Otherwise another worker has it by now, or it was never there.
    if (awsErrorName(error) !== 'ConditionalCheckFailedException') failures.push(error);
    return undefined;
  }
}

function shuffle(workers: readonly string[]): string[] {
  return workers
    .map((worker) => ({ worker, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ worker }) => worker);
}

/**
 * Deletes the row by which a worker counts as alive (WorkerMetricStats, `wid`), so that nobody gives it leases any more.
 * While it runs it writes the row again every half minute. Resolves to whether there was one.
 *
 * Needs dynamodb:DeleteItem.
 */
export async function deleteReport(
  dynamodb: DynamoDBClient,
  table: string,
  workerId: string,
): Promise<boolean> {
  const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
  const { Attributes } = await dynamodb.send(
    new DeleteItemCommand({ TableName: table, Key: { wid: { S: workerId } }, ReturnValues: 'ALL_OLD' }),
  );
  return Attributes !== undefined;
}

/**
 * The lock that makes a worker the leader: the item `Leader` with `ownerName` (CoordinatorState.LEADER_HASH_KEY, and the
 * DynamoDB lock client, which deletes the item to release it).
 */
async function deleteLeadership(dynamodb: DynamoDBClient, table: string, workerId: string): Promise<boolean> {
  const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
  await dynamodb.send(
    new DeleteItemCommand({
      TableName: table,
      Key: { key: { S: 'Leader' } },
      ConditionExpression: 'ownerName = :worker',
      ExpressionAttributeValues: { ':worker': { S: workerId } },
    }),
  );
  return true;
}
