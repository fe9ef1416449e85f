/** A record to be put into the embedded stream. */
export interface LocalRecord {
  readonly data: Uint8Array;
  /** Without one, records are spread evenly over the shards. */
  readonly partitionKey?: string;
  /** A decimal hash key that decides the shard in the partition key's place. */
  readonly explicitHashKey?: string;
}

/** Most bytes of a record, data and partition key together; as many as one PutRecords may have (its description in the AWS SDK 3.1143). */
export const MAX_RECORD_BYTES = 10 * 1024 * 1024;

/** A stream takes records of up to this size until it is told to take greater ones (UpdateMaxRecordSize). */
export const FIRST_MAX_RECORD_BYTES = 1024 * 1024;
