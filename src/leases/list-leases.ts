import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { scan } from '../aws/scan.js';

/** A row of the lease table (DynamoDBLeaseSerializer, KCL 3.1.3). */
export interface Lease {
  readonly shardId: string;
  /** The worker that holds it, or that it is being handed to. */
  readonly owner: string | undefined;
  /** While it is handed over: the worker that still processes the shard, until its last checkpoint (checkpointOwner). */
  readonly handedOverBy?: string | undefined;
  /** A sequence number, or TRIM_HORIZON, LATEST, AT_TIMESTAMP, SHARD_END. */
  readonly checkpoint: string;
  readonly subSequenceNumber: number;
  /** Its owner raises it every third of failoverTimeMillis. */
  readonly counter: number;
  /** The shards that it was split or merged from, if there are any left (parentShardId). */
  readonly parents?: readonly string[];
}

export interface ReadOptions {
  /** False where what was true a second ago will do, at half the price. */
  readonly consistent?: boolean;
}

/** All leases of an application; none if it has no lease table yet. */
export async function listLeases(
  dynamodb: DynamoDBClient,
  table: string,
  { consistent = true }: ReadOptions = {},
): Promise<Lease[]> {
  const { ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  const leases: Lease[] = [];
  try {
    for await (const items of scan(dynamodb, { TableName: table, ConsistentRead: consistent }))
      leases.push(...items.flatMap(leaseOf));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
  return leases.sort((a, b) => (a.shardId < b.shardId ? -1 : 1));
}

/**
 * One lease, which costs half a unit at the most where all of them may cost many; undefined if there is none.
 *
 * Needs dynamodb:GetItem.
 */
export async function readLease(
  dynamodb: DynamoDBClient,
  table: string,
  shardId: string,
): Promise<Lease | undefined> {
  const { GetItemCommand } = await import('@aws-sdk/client-dynamodb');
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: table, Key: { leaseKey: { S: shardId } } }),
  );
  return Item && leaseOf(Item)[0];
}

/** KCL 3 may keep other entities in the lease table (migrateAllEntitiesToLeaseTable): those have no checkpoint. */
export function leaseOf(item: Record<string, AttributeValue>): Lease[] {
  const { leaseKey, leaseOwner, checkpoint, checkpointOwner, checkpointSubSequenceNumber, leaseCounter } =
    item;
  const { parentShardId } = item;
  if (leaseKey?.S === undefined || checkpoint?.S === undefined) return [];
  return [
    {
      shardId: leaseKey.S,
      owner: leaseOwner?.S,
      handedOverBy: checkpointOwner?.S,
      checkpoint: checkpoint.S,
      subSequenceNumber: Number(checkpointSubSequenceNumber?.N ?? 0),
      counter: Number(leaseCounter?.N ?? 0),
      ...(parentShardId?.SS === undefined ? {} : { parents: parentShardId.SS }),
    },
  ];
}
