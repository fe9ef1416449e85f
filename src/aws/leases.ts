import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

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
}

export interface ReadOptions {
  /** False where what was true a second ago will do, at half the price; true unless set. */
  readonly consistent?: boolean;
}

/** All leases of an application; none if it has no lease table yet. */
export async function listLeases(
  dynamodb: DynamoDBClient,
  table: string,
  { consistent = true }: ReadOptions = {},
): Promise<Lease[]> {
  const { paginateScan, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  const leases: Lease[] = [];
  try {
    const pages = paginateScan({ client: dynamodb }, { TableName: table, ConsistentRead: consistent });
    for await (const { Items = [] } of pages) leases.push(...Items.flatMap(leaseOf));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
  return leases.sort((a, b) => (a.shardId < b.shardId ? -1 : 1));
}

/** KCL 3 may keep other entities in the lease table (migrateAllEntitiesToLeaseTable): those have no checkpoint. */
function leaseOf(item: Record<string, AttributeValue>): Lease[] {
  const { leaseKey, leaseOwner, checkpoint, checkpointOwner, checkpointSubSequenceNumber, leaseCounter } =
    item;
  if (leaseKey?.S === undefined || checkpoint?.S === undefined) return [];
  return [
    {
      shardId: leaseKey.S,
      owner: leaseOwner?.S,
      handedOverBy: checkpointOwner?.S,
      checkpoint: checkpoint.S,
      subSequenceNumber: Number(checkpointSubSequenceNumber?.N ?? 0),
      counter: Number(leaseCounter?.N ?? 0),
    },
  ];
}
