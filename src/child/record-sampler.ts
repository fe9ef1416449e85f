import type { KinesisClientRecord } from '../processor/record.js';
import type { SampledRecord, SampleEvent } from './event.js';

/** What a view can show in a second, and a person can read of it. */
const mostRecords = 20;
const mostBytes = 32 * 1024;
const longestData = 2 * 1024;
const windowMs = 1000;

/**
 * Chooses some records of a shard for a view: the newest of each batch, at most 20 records and 32 KB a second. A record's
 * data is cut after 2 KB. They are taken before the processor gets them, so the record that it fails on can be seen.
 */
export class RecordSampler {
  readonly #shardId: string;
  readonly #report: (event: SampleEvent) => void;
  readonly #now: () => number;
  #windowEnd = 0;
  #records = 0;
  #bytes = 0;

  /** @param now a clock in milliseconds */
  constructor(shardId: string, report: (event: SampleEvent) => void, now = () => performance.now()) {
    this.#shardId = shardId;
    this.#report = report;
    this.#now = now;
  }

  take(batch: readonly KinesisClientRecord[]): void {
    if (batch.length === 0) return;
    const now = this.#now();
    if (now >= this.#windowEnd) {
      this.#windowEnd = now + windowMs;
      this.#records = mostRecords;
      this.#bytes = mostBytes;
    }
    const taken: SampledRecord[] = [];
    for (let at = batch.length - 1; at >= 0 && this.#records > 0 && this.#bytes > 0; at--) {
      const record = batch[at];
      if (record === undefined) break;
      taken.push(sampled(record));
      this.#records--;
      this.#bytes -= Math.min(record.data.length, longestData);
    }
    if (taken.length > 0) {
      this.#report({ type: 'sample', shardId: this.#shardId, records: taken.reverse() });
    }
  }
}

function sampled(record: KinesisClientRecord): SampledRecord {
  const { sequenceNumber, subSequenceNumber, partitionKey, data, approximateArrivalTimestamp } = record;
  return {
    sequenceNumber,
    subSequenceNumber,
    partitionKey,
    arrivedAt: approximateArrivalTimestamp?.getTime() ?? null,
    bytes: data.length,
    ...shown(data),
  };
}

function shown(data: Uint8Array): Pick<SampledRecord, 'text' | 'base64'> {
  const kept = data.subarray(0, longestData);
  try {
    // a character that the cut has split is left out; one that is broken elsewhere is an error
    return {
      text: new TextDecoder('utf-8', { fatal: true }).decode(kept, { stream: kept.length < data.length }),
    };
  } catch {
    return { base64: Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength).toString('base64') };
  }
}
