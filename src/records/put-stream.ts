import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsErrorName, explainAwsError, isThrottled } from '../aws/aws-error.js';
import { streamKey, type StreamName } from '../aws/stream-name.js';
import { KclTsError, messageOf } from '../errors.js';
import { counted } from '../ui/counted.js';
import { batchRecords, putRecordsLimits } from './batch-records.js';
import { putBatch, type PutResult } from './put-batch.js';
import type { KeyedRecord } from './record.js';
import type { RecordSource } from './open-records.js';

export interface PutOptions {
  readonly kinesis: KinesisClient;
  readonly stream: StreamName;
  readonly records: RecordSource['records'];
  /** The partition key of a record that has none. */
  readonly nextKey: () => string;
  /** Records a second, in all. No limit unless set. */
  readonly rate?: number | undefined;
  /** How often records may be refused in a row while the stream takes none; 12 unless set, which is some 30 s. */
  readonly tries?: number;
  /** Told of each batch that was put. */
  readonly onPut?: (count: number) => void;
  /** Ends it between two batches. */
  readonly signal: AbortSignal;
}

export interface PutSummary {
  readonly records: number;
  /** How many times Kinesis refused a record, which was then put again. */
  readonly refusals: number;
}

/** What comes slowly, as from a log that is followed, does not wait for a full batch. */
const WAIT_MS = 200;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
const TRIES = 12;
/** Batches a second where the rate is limited. */
const BATCHES = 5;

/**
 * Puts records into a stream, one batch after another, so that those of a key stay in order unless Kinesis refuses some
 * of a batch. Refused ones are put again.
 *
 * Needs kinesis:PutRecords.
 *
 * @throws KclTsError RECORDS_INVALID, AWS_REFUSED, AWS_UNREACHABLE, CREDENTIALS_MISSING
 */
export async function putStream(options: PutOptions): Promise<PutSummary> {
  const { kinesis, stream, records, nextKey, rate, tries = TRIES, onPut, signal } = options;
  const { PutRecordsCommand } = await import('@aws-sdk/client-kinesis');
  const send = async (batch: readonly KeyedRecord[]): Promise<readonly PutResult[]> => {
    const Records = batch.map(({ data, partitionKey, explicitHashKey }) => ({
      Data: data,
      PartitionKey: partitionKey,
      ...(explicitHashKey === undefined ? {} : { ExplicitHashKey: explicitHashKey }),
    }));
    try {
      const answer = await kinesis.send(new PutRecordsCommand({ ...streamKey(stream), Records }));
      return answer.Records ?? [];
    } catch (error) {
      // A call that is refused as a whole has put none of them.
      if (isThrottled(error)) return batch.map(() => resultOf(error));
      throw explainAwsError(error, `put records into ${stream.name}`);
    }
  };
  const limits = {
    ...putRecordsLimits,
    waitMs: WAIT_MS,
    ...(rate === undefined ? {} : { records: Math.min(putRecordsLimits.records, Math.ceil(rate / BATCHES)) }),
  };
  const startedAt = performance.now();
  let count = 0;
  let refusals = 0;
  for await (const batch of untilAborted(batchRecords(records, nextKey, limits), signal)) {
    if (rate !== undefined) await until(startedAt + (count / rate) * 1000, signal);
    refusals += await putBatch(batch, {
      send,
      refused: (left, last) => refused(stream.name, `${counted(left, 'record')} ${tries} times`, last),
      impossible: (why) =>
        new KclTsError('AWS_REFUSED', `the stream ${stream.name} does not take a record: ${why}`, {
          hint: 'a stream takes records of at most 1 MiB unless its maximum record size is set higher; kcl-ts tail shows what was put before',
        }),
      tries,
      firstDelayMs: FIRST_DELAY_MS,
      longestDelayMs: LONGEST_DELAY_MS,
    });
    count += batch.length;
    onPut?.(batch.length);
  }
  return { records: count, refusals };
}

function resultOf(error: unknown): PutResult {
  return { ErrorCode: awsErrorName(error), ErrorMessage: messageOf(error) };
}

/** An input that was closed because of the signal has ended, however it says so. */
async function* untilAborted<T>(input: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  try {
    for await (const item of input) {
      yield item;
      if (signal.aborted) return;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function until(atMs: number, signal: AbortSignal): Promise<void> {
  const leftMs = atMs - performance.now();
  if (leftMs > 0) await sleep(leftMs, undefined, { signal }).catch(() => undefined);
}

function refused(stream: string, what: string, last: string): KclTsError {
  return new KclTsError('AWS_REFUSED', `the stream ${stream} refused ${what}, the first with ${last}`, {
    hint: 'put fewer at once with --rate, or give the stream more shards',
  });
}
