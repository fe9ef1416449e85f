import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isNotFound } from '../aws/aws-error.js';
import type { TablePlan } from '../kcl/plan-tables.js';
import { createTables } from './create-tables.js';
import {
  firstLeases,
  listRows,
  writeLeases,
  WRITTEN_AT_ONCE,
  type FreshApplication,
} from './initial-leases.js';
import { leaseOf, type Lease } from './list-leases.js';

export interface StartLook extends FreshApplication {
  /** As the daemon would create them. */
  readonly plans: readonly TablePlan[];
  /** Told once it is known that tables must be made, which takes seconds. */
  readonly onMaking: () => void;
}

/**
 * Reads the leases before java starts, and makes what a new application lacks: its tables, and its first leases if they
 * can be written all at once. Undefined where not each row is the lease of a shard: nobody should touch them.
 *
 * Where all is there, this is one read of the lease table. Otherwise it needs dynamodb:CreateTable and
 * dynamodb:DescribeTable, dynamodb:PutItem on the lease table and kinesis:ListShards.
 */
export async function lookAtStart(options: StartLook): Promise<Lease[] | undefined> {
  const { dynamodb, table } = options;
  const there = (await rowsIfAny(dynamodb, table)) ?? (await makeTables(options));
  const rows = there.length > 0 ? there : await makeLeases(options);
  const leases = rows.flatMap(leaseOf);
  return leases.length === rows.length && leases.every(isOfOneStream) ? leases : undefined;
}

async function rowsIfAny(
  dynamodb: DynamoDBClient,
  table: string,
): Promise<Record<string, AttributeValue>[] | undefined> {
  try {
    return await listRows(dynamodb, table);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function makeTables({ dynamodb, plans, onMaking, signal }: StartLook): Promise<[]> {
  onMaking();
  await createTables(dynamodb, plans, { signal });
  return [];
}

/** More than fit into one write are left to java: it would take some of them for all. */
async function makeLeases(options: StartLook): Promise<Record<string, AttributeValue>[]> {
  const { dynamodb, table } = options;
  const rows = await firstLeases(options);
  if (rows === undefined || rows.length > WRITTEN_AT_ONCE) return [];
  return (await writeLeases(dynamodb, table, rows)) ? rows : await listRows(dynamodb, table);
}

/** Where a worker reads many streams the key of a lease begins with that of its stream: `account:stream:epoch:shard`. */
function isOfOneStream({ shardId }: Lease): boolean {
  return /^[\w.-]+$/.test(shardId);
}
