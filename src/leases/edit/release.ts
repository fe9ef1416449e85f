import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KclTsError } from '../../errors.js';
import { withoutOwner, type LeaseEdit } from './edit.js';
import { leaseRows } from './lease-rows.js';

/**
 * What it changes to take the leases from their owners, so that the next worker that looks may have them. Checkpoints
 * stay. Needs dynamodb:Scan. Writes nothing.
 *
 * @param shards all that have an owner if none are named
 * @throws KclTsError CONFIG_INVALID, AWS_REFUSED, AWS_UNREACHABLE, CREDENTIALS_MISSING
 */
export async function planRelease(
  dynamodb: DynamoDBClient,
  table: string,
  shards: readonly string[],
): Promise<LeaseEdit[]> {
  const rows = await leaseRows(dynamodb, table);
  const missing = shards.find((id) => !rows.has(id));
  if (missing !== undefined) {
    throw new KclTsError('CONFIG_INVALID', `the table ${table} has no lease '${missing}'`, {
      hint: 'kcl-ts leases lists them',
    });
  }
  return [...rows]
    .filter(([id]) => shards.length === 0 || shards.includes(id))
    .filter(([, row]) => row['leaseOwner'] !== undefined || row['checkpointOwner'] !== undefined)
    .map(([shardId, before]) => ({ shardId, before, after: withoutOwner(before) }));
}
