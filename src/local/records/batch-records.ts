import { MAX_RECORD_BYTES, type LocalRecord } from './local-record.js';

/** The most that one PutRecords takes: records, and bytes of data and partition keys together. */
export interface BatchLimits {
  readonly records: number;
  readonly bytes: number;
}

const putRecordsLimits: BatchLimits = { records: 500, bytes: MAX_RECORD_BYTES };

export interface KeyedRecord extends LocalRecord {
  readonly partitionKey: string;
}

/** Groups records, in their order, into batches within the limits. */
export async function* batchRecords(
  records: AsyncIterable<LocalRecord> | Iterable<LocalRecord>,
  nextKey: () => string,
  limits: BatchLimits = putRecordsLimits,
): AsyncGenerator<KeyedRecord[]> {
  let batch: KeyedRecord[] = [];
  let bytes = 0;
  for await (const record of records) {
    const keyed = { ...record, partitionKey: record.partitionKey ?? nextKey() };
    const size = keyed.data.length + Buffer.byteLength(keyed.partitionKey);
    if (batch.length === limits.records || (batch.length > 0 && bytes + size > limits.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(keyed);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
