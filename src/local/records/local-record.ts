/** A record to be put into the embedded stream. */
export interface LocalRecord {
  readonly data: Uint8Array;
  /** Without one, records are spread evenly over the shards. */
  readonly partitionKey?: string;
  /** A decimal hash key that decides the shard in the partition key's place. */
  readonly explicitHashKey?: string;
}

/** Most bytes of a record, data and partition key together (Kinesis PutRecords). */
export const MAX_RECORD_BYTES = 1024 * 1024;
