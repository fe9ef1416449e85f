import { compareSequence, type SequencePosition } from '../processor/sequence.js';

/** What a producer put: the data, or the data with its key. Text is UTF-8. */
export type SimulatedRecord =
  | string
  | Uint8Array
  | {
      readonly data: string | Uint8Array;
      /**
       * At most 256 Unicode characters.
       *
       * @default `key-0`, `key-1`, …
       */
      readonly partitionKey?: string;
      /**
       * When Kinesis received it.
       *
       * @default one second after the record before it, from 2026-01-01T00:00:00Z
       */
      readonly approximateArrivalTimestamp?: Date;
    };

/** A record as the daemon writes it: fields in the order in which Jackson puts them. */
export interface ShardRecord {
  readonly data: string;
  readonly partitionKey: string;
  readonly sequenceNumber: string;
  readonly approximateArrivalTimestamp: number;
  readonly subSequenceNumber: number;
  readonly action: 'record';
}

/** Most bytes of data in a batch: what one GetRecords gives, and the daemon passes on in one message. */
const MAX_BATCH_BYTES = 10 * 1024 * 1024;

export interface BatchOptions {
  /** Most records in a batch, which has at most 10 MiB of data; an aggregate is never torn apart. */
  readonly batchSize: number;
  /** So many records are one aggregated record of the Kinesis Producer Library; 1 for no aggregation. */
  readonly aggregate: number;
  /** Where the last worker's checkpoint lies: only what comes after it is delivered. */
  readonly startAfter?: SequencePosition | undefined;
}

type Records = Iterable<SimulatedRecord> | AsyncIterable<SimulatedRecord>;

/** Puts records into a shard and reads them back in batches. The same records always get the same sequence numbers. */
export async function* batchesOf(records: Records, options: BatchOptions): AsyncGenerator<ShardRecord[]> {
  const { batchSize, aggregate, startAfter } = options;
  let batch: ShardRecord[] = [];
  let bytes = 0;
  let index = 0;
  for await (const record of records) {
    const startsAggregate = index % aggregate === 0;
    const placed = place(record, index++, aggregate);
    const size = Buffer.byteLength(placed.data, 'base64');
    if (
      startsAggregate &&
      (batch.length >= batchSize || bytes + size > MAX_BATCH_BYTES) &&
      batch.length > 0
    ) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    if (startAfter !== undefined && compareSequence(placed, startAfter) <= 0) continue;
    batch.push(placed);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

const firstArrival = Date.UTC(2026, 0, 1);

function place(record: SimulatedRecord, index: number, aggregate: number): ShardRecord {
  const put = typeof record === 'string' || record instanceof Uint8Array ? { data: record } : record;
  const { data, partitionKey = `key-${index}`, approximateArrivalTimestamp } = put;
  return {
    data: (typeof data === 'string' ? Buffer.from(data) : Buffer.from(data)).toString('base64'),
    partitionKey,
    sequenceNumber: sequenceNumberOf(Math.floor(index / aggregate)),
    approximateArrivalTimestamp: approximateArrivalTimestamp?.getTime() ?? firstArrival + index * 1000,
    subSequenceNumber: index % aggregate,
    action: 'record',
  };
}

/** 56 digits, as Kinesis has them. */
function sequenceNumberOf(index: number): string {
  return `49${index.toString().padStart(54, '0')}`;
}
