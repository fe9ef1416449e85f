import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ApplicationTables } from '../kcl/tables.js';
import { attempt } from './pass-leases.js';
import { freeLease } from './change-owner.js';
import { chooseShare, isFree, type Share } from './choose-share.js';
import type { Lease } from './list-leases.js';
import { assignsLeases, liveWorkers, scanReports, type Pace } from './live-workers.js';
import { readCoordinatorState, withdrawStart } from './starters.js';

export interface ClaimOptions {
  readonly dynamodb: DynamoDBClient;
  readonly tables: ApplicationTables;
  readonly workerId: string;
  readonly pace: Pace;
  /** No more leases than this are taken, with those that the worker has. */
  readonly most: number;
  /** Whether a new application is one of KCL 3 from the start (clientVersionConfig). */
  readonly startsAs3x: boolean;
  readonly wallClockMs: number;
}

export interface Claimed {
  /** As they are now. */
  readonly leases: readonly Lease[];
  /** What could not be done, such as for want of a permission: the leader assigns these leases. */
  readonly failures: readonly unknown[];
}

/** So many writes are under way at once. */
const AT_ONCE = 50;

/**
 * Takes a starting worker's share of the leases that nobody holds, shortly before its java reads its leases. The KCL
 * leaves them to the leader's next look, up to two assignment intervals away (LeaseAssignmentManager, 3.1.3). Any number of
 * starters, and the leader, may try at once: of two who want a lease one gets it. Where another worker was faster, one of
 * the others is taken instead. Nothing that a worker owns is touched.
 *
 * Needs dynamodb:UpdateItem on the lease table, dynamodb:Scan on the other two.
 *
 * @param seen all leases, as they were a moment ago
 */
export async function claimShare(seen: readonly Lease[], options: ClaimOptions): Promise<Claimed> {
  const share = await chooseNow(seen, options);
  const taken: Lease[] = [];
  const failures: unknown[] = [];
  const claim = async (lease: Lease): Promise<void> => {
    const claimed = await attempt(claimLease(options, lease), failures);
    if (claimed) taken.push(claimed);
  };
  for (let at = 0; at < share.own.length && failures.length === 0; at += AT_ONCE)
    await Promise.all(share.own.slice(at, at + AT_ONCE).map(claim));
  for (const lease of share.others) {
    if (taken.length >= share.own.length || failures.length > 0) break;
    await claim(lease);
  }
  return { leases: taken, failures };
}

async function chooseNow(seen: readonly Lease[], options: ClaimOptions): Promise<Share> {
  const { dynamodb, tables, workerId, wallClockMs, startsAs3x, pace } = options;
  const [state, { reports }] = await Promise.all([
    readCoordinatorState(dynamodb, tables.coordinatorState, wallClockMs),
    scanReports(dynamodb, tables.workerMetrics),
  ]);
  await Promise.all(
    state.leftBehind.map((worker) => attempt(withdrawStart(dynamodb, tables.coordinatorState, worker), [])),
  );
  if (!isAssigned(state.migration, seen, { wallClockMs, startsAs3x })) return { own: [], others: [] };
  const now = { atMs: 0, leases: seen };
  const living = liveWorkers({ reports, before: undefined, now, wallClockMs, pace });
  return chooseShare({ ...options, leases: seen, starters: state.starters, living, workerId });
}

/**
 * Whether it is the leader that gives leases to workers here, and not each worker that takes them as in KCL 2.x. Where
 * nothing says how, only an application that no worker has run yet is known to be new.
 */
function isAssigned(
  migration: Record<string, AttributeValue> | undefined,
  leases: readonly Lease[],
  { wallClockMs, startsAs3x }: Pick<ClaimOptions, 'wallClockMs' | 'startsAs3x'>,
): boolean {
  if (migration !== undefined) return assignsLeases(migration, wallClockMs);
  return startsAs3x && leases.every((lease) => isFree(lease) && lease.counter === 0);
}

/**
 * As the leader assigns it (DynamoDBLeaseSerializer.getDynamoAssignLeaseUpdate, KCL 3.1.3): where there was no owner, the
 * owners' switches are not counted.
 */
async function claimLease({ dynamodb, tables, workerId }: ClaimOptions, lease: Lease): Promise<Lease> {
  const { UpdateItemCommand } = await import('@aws-sdk/client-dynamodb');
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: tables.lease,
      Key: { leaseKey: { S: lease.shardId } },
      UpdateExpression: 'SET leaseOwner = :worker ADD leaseCounter :one',
      ConditionExpression:
        'attribute_exists(leaseKey) AND attribute_not_exists(leaseOwner) AND attribute_not_exists(checkpointOwner) AND leaseCounter = :counter',
      ExpressionAttributeValues: {
        ':worker': { S: workerId },
        ':one': { N: '1' },
        ':counter': { N: String(lease.counter) },
      },
    }),
  );
  return { ...lease, owner: workerId, counter: lease.counter + 1 };
}

/**
 * Gives back what was claimed for a java that then did not start: the leases that it has not renewed. Resolves to what
 * could not be done.
 */
export async function giveUpClaims(
  leases: readonly Lease[],
  { dynamodb, tables }: Pick<ClaimOptions, 'dynamodb' | 'tables'>,
): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  await Promise.all(
    leases.map((lease) =>
      attempt(freeLease(dynamodb, tables.lease, lease, { unlessRenewed: true }), failures),
    ),
  );
  return failures;
}
