import type { KinesisClient, _Record } from '@aws-sdk/client-kinesis';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsErrorName, isThrottled } from '../aws/aws-error.js';
import { shardIterator, startAfter, startAt } from '../aws/shard-iterator.js';
import type { StreamName } from '../aws/stream-name.js';
import { backOffMs } from '../back-off.js';

export interface ShardReading {
  readonly kinesis: KinesisClient;
  readonly stream: StreamName;
  readonly shardId: string;
  readonly from: 'TRIM_HORIZON' | 'LATEST' | Date;
  /** Whether to go on at the end of what is there. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  /** Takes an answer's records, in their order, before the next are asked for. */
  readonly onRecords: (records: readonly _Record[]) => Promise<void>;
}

/** A shard gives five answers a second to all who read it without fan-out. */
const BETWEEN_ANSWERS_MS = 200;
const NOTHING_NEW_MS = 1_000;
const THROTTLED = { firstMs: 500, longestMs: 10_000 };
/** A clock of this machine that is behind must not hide what is there. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Reads a shard until its end, or, unless it is followed, until what was there when the reading began is read. Resolves
 * to whether the shard itself has ended.
 *
 * Needs kinesis:GetShardIterator and kinesis:GetRecords.
 */
export async function readShard(reading: ShardReading): Promise<boolean> {
  const { kinesis, follow, signal, onRecords } = reading;
  const { GetRecordsCommand } = await import('@aws-sdk/client-kinesis');
  const newestMs = Date.now() + CLOCKS_DIFFER_MS;
  let last: string | undefined;
  let failures = 0;
  let iterator: string | undefined;
  for (;;) {
    const askedAt = performance.now();
    try {
      iterator ??= await iteratorFor(reading, last);
      const answer = await kinesis.send(new GetRecordsCommand({ ShardIterator: iterator }), {
        abortSignal: signal,
      });
      const { Records = [], MillisBehindLatest = 0 } = answer;
      failures = 0;
      iterator = answer.NextShardIterator;
      await onRecords(Records);
      last = Records.at(-1)?.SequenceNumber ?? last;
      const arrived = Records.at(-1)?.ApproximateArrivalTimestamp;
      if (iterator === undefined) return true;
      const isRead = MillisBehindLatest === 0 || (arrived?.getTime() ?? 0) > newestMs;
      if (!follow && isRead) return false;
      const isQuiet = Records.length === 0 && MillisBehindLatest === 0;
      const pauseMs = isQuiet ? NOTHING_NEW_MS : BETWEEN_ANSWERS_MS;
      const leftMs = askedAt + pauseMs - performance.now();
      if (leftMs > 0) await sleep(leftMs, undefined, { signal });
    } catch (error) {
      if (awsErrorName(error) === 'ExpiredIteratorException') iterator = undefined;
      // Others read the same shard: that is nothing to give up for.
      else if (isThrottled(error)) await sleep(backOffMs(THROTTLED, ++failures), undefined, { signal });
      else throw error;
    }
  }
}

function iteratorFor(
  { kinesis, stream, shardId, from, signal }: ShardReading,
  last: string | undefined,
): Promise<string | undefined> {
  const start = last === undefined ? startAt(from) : startAfter(last);
  return shardIterator(kinesis, stream, shardId, start, signal);
}
