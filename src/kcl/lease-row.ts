import type { StartPosition } from './start-position.js';

/** What a lease says of its shard, as Kinesis tells it. */
export interface LeasedShard {
  readonly shardId: string;
  /** Decimal, as Kinesis writes them. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  /** The shards that it was split or merged from. */
  readonly parents?: readonly string[];
}

/** An item of the lease table. */
export type LeaseRow = Record<string, { S: string } | { N: string } | { SS: string[] }> & {
  readonly leaseKey: { readonly S: string };
};

/**
 * A row of the lease table as the KCL writes it for a shard of a fresh application: HierarchicalShardSyncer.newKCLLease
 * and DynamoDBLeaseSerializer.toDynamoRecord, KCL 3.1.3. Nobody owns it.
 */
export function leaseRow(
  { shardId, startingHashKey, endingHashKey, parents }: LeasedShard,
  from: StartPosition,
): LeaseRow {
  return {
    leaseKey: { S: shardId },
    leaseCounter: { N: '0' },
    ownerSwitchesSinceCheckpoint: { N: '0' },
    checkpoint: { S: typeof from === 'string' ? from : 'AT_TIMESTAMP' },
    checkpointSubSequenceNumber: { N: '0' },
    // DynamoDB takes no empty set.
    ...(parents?.length ? { parentShardId: { SS: [...parents] } } : {}),
    startingHashKey: { S: startingHashKey },
    endingHashKey: { S: endingHashKey },
  };
}
