import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsErrorName } from '../aws/aws-error.js';
import { scan } from '../aws/scan.js';
import { listShardsAt, type PlacedShard } from '../aws/shards.js';
import { leaseRow, type LeaseRow } from '../kcl/lease-row.js';
import type { StartPosition } from '../kcl/start-position.js';

export interface FreshApplication {
  readonly dynamodb: DynamoDBClient;
  readonly kinesis: () => Promise<KinesisClient>;
  /** The lease table. */
  readonly table: string;
  readonly stream: { readonly name: string; readonly arn: string | undefined };
  /** The very position that the daemon is given. */
  readonly from: StartPosition;
  readonly signal: AbortSignal;
}

/** DynamoDB writes no more items at once. */
export const WRITTEN_AT_ONCE = 100;

/** HierarchicalShardSyncer, KCL 3.1.3: RETRIES_FOR_COMPLETE_HASH_RANGE, DELAY_BETWEEN_LIST_SHARDS_MILLIS. */
const TRIES = 3;
const BETWEEN_TRIES_MS = 1_000;

/**
 * The rows of the first leases: one for each shard in which reading begins, closed ones too, as the KCL makes them for an
 * empty table (HierarchicalShardSyncer.EmptyLeaseTableSynchronizer, 3.1.3). Undefined while the shards leave a part of
 * the partition keys out, as they may during a resharding.
 *
 * Needs kinesis:ListShards.
 */
export async function firstLeases({
  kinesis,
  stream,
  from,
  signal,
}: Omit<FreshApplication, 'dynamodb' | 'table'>): Promise<LeaseRow[] | undefined> {
  for (let tries = 1; ; tries++) {
    const shards = await listShardsAt(await kinesis(), stream, from);
    if (coverAllKeys(shards)) return shards.map((shard) => leaseRow(shard, from));
    if (tries === TRIES) return undefined;
    await sleep(BETWEEN_TRIES_MS, undefined, { signal });
  }
}

/** Whether the hash keys of the shards reach from 0 to 2^128-1 without a hole. */
function coverAllKeys(shards: readonly Omit<PlacedShard, 'closed' | 'parents'>[]): boolean {
  const ranges = shards
    .map(({ startingHashKey, endingHashKey }) => [BigInt(startingHashKey), BigInt(endingHashKey)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  let next = 0n;
  for (const [start, end] of ranges) {
    if (start !== next) return false;
    next = end + 1n;
  }
  return next === 2n ** 128n;
}

/** All rows of the lease table, consistently, whatever they are. Needs dynamodb:Scan. */
export async function listRows(
  dynamodb: DynamoDBClient,
  table: string,
): Promise<Record<string, AttributeValue>[]> {
  const rows: Record<string, AttributeValue>[] = [];
  for await (const page of scan(dynamodb, { TableName: table, ConsistentRead: true })) rows.push(...page);
  return rows;
}

/**
 * Writes leases that are not there yet, up to 100 of them all or none. A worker that sees some of the first leases takes
 * them for all (Scheduler.shouldInitiateLeaseSync, KCL 3.1.3), and would begin to read the other shards minutes later.
 * Resolves to false, with nothing written, if one of them was there.
 *
 * Needs dynamodb:PutItem.
 */
export async function writeLeases(
  dynamodb: DynamoDBClient,
  table: string,
  rows: readonly LeaseRow[],
): Promise<boolean> {
  const { PutItemCommand, TransactWriteItemsCommand } = await import('@aws-sdk/client-dynamodb');
  const puts = rows.map((Item) => ({
    TableName: table,
    Item,
    ConditionExpression: 'attribute_not_exists(leaseKey)',
  }));
  try {
    for (let done = 0; done < puts.length; done += WRITTEN_AT_ONCE) {
      const TransactItems = puts.slice(done, done + WRITTEN_AT_ONCE).map((Put) => ({ Put }));
      await dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
    }
    return true;
  } catch (error) {
    if (awsErrorName(error) === 'TransactionCanceledException') return false;
    // dynalite knows no transactions.
    if (awsErrorName(error) !== 'UnknownOperationException') throw error;
  }
  const written = await Promise.all(
    puts.map((put) =>
      dynamodb.send(new PutItemCommand(put)).then(
        () => true,
        (error: unknown) => {
          if (awsErrorName(error) === 'ConditionalCheckFailedException') return false;
          throw error;
        },
      ),
    ),
  );
  return written.every(Boolean);
}
