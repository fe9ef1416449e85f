/** A record to be put into a stream. */
export interface NewRecord {
  readonly data: Uint8Array;
  /** Decides the shard. Whoever puts a record that has none gives it one. */
  readonly partitionKey?: string;
  /** A decimal hash key that decides the shard in the partition key's place. */
  readonly explicitHashKey?: string;
}

export interface KeyedRecord extends NewRecord {
  readonly partitionKey: string;
}

/** Most bytes of a record, data and partition key together; as many as one PutRecords may have (its description in the AWS SDK 3.1143). */
export const MAX_RECORD_BYTES = 10 * 1024 * 1024;
