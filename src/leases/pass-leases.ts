import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsErrorName } from '../aws/aws-error.js';
import type { Lease } from './list-leases.js';
import { assignLease, freeLease, type PassOptions } from './change-owner.js';

export interface PassRequest extends PassOptions {
  readonly dynamodb: DynamoDBClient;
  /** The lease table. */
  readonly table: string;
  readonly leases: readonly Lease[];
  /** Shard to worker. A lease for which there is no heir is left without an owner. */
  readonly heirs: ReadonlyMap<string, string>;
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
 * Gives each lease to its heir. Each write is conditional on the lease still being its holder's, so nothing that another
 * worker has taken meanwhile is touched. Checkpoints are not written.
 *
 * Needs dynamodb:UpdateItem on the lease table.
 */
export async function passEach({
  dynamodb,
  table,
  leases,
  heirs,
  ...options
}: PassRequest): Promise<PassedLeases> {
  const given = new Map<string, string>();
  const freed: string[] = [];
  const failures: unknown[] = [];
  const pass = async (lease: Lease): Promise<void> => {
    const heir = heirs.get(lease.shardId);
    if (heir === undefined) {
      await freeLease(dynamodb, table, lease, options);
      freed.push(lease.shardId);
    } else {
      await assignLease(dynamodb, table, lease, heir, options);
      given.set(lease.shardId, heir);
    }
  };
  await Promise.all(leases.map((lease) => attempt(pass(lease), failures)));
  return { given, freed: freed.sort(), failures };
}

/** Undefined when it failed: then the failure is among the others, unless a condition was not met. */
export async function attempt<Result>(
  action: Promise<Result>,
  failures: unknown[],
): Promise<Result | undefined> {
  try {
    return await action;
  } catch (error) {
    // Otherwise another worker has it by now, or it was never there.
    if (awsErrorName(error) !== 'ConditionalCheckFailedException') failures.push(error);
    return undefined;
  }
}
