import { setTimeout as sleep } from 'node:timers/promises';
import { isThrottlingName } from '../aws/aws-error.js';
import { backOffMs } from '../back-off.js';
import type { KeyedRecord } from './record.js';

/** What PutRecords says of one record; ErrorCode is unset for one that was put. */
export interface PutResult {
  readonly ErrorCode?: string | null | undefined;
  readonly ErrorMessage?: string | null | undefined;
}

export interface PutBatchOptions {
  /** One PutRecords: a result for each record, in their order. */
  readonly send: (records: readonly KeyedRecord[]) => Promise<readonly PutResult[]>;
  /** The error for records that were refused time and again. */
  readonly refused: (count: number, last: string) => Error;
  /** The error for a record that the stream will never take. */
  readonly impossible: (why: string) => Error;
  /** How often records may be refused in a row before that, while none is put. */
  readonly tries: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Puts one batch, and again those of its records that were refused (PutRecords is not all or nothing), with exponential
 * back-off. A record that was refused comes after those that were not.
 *
 * @returns how many times a record was refused
 */
export async function putBatch(batch: readonly KeyedRecord[], options: PutBatchOptions): Promise<number> {
  const { send, refused, impossible, tries, firstDelayMs, longestDelayMs, signal } = options;
  const delay = {
    firstMs: firstDelayMs,
    ...(longestDelayMs === undefined ? {} : { longestMs: longestDelayMs }),
  };
  let left = batch;
  let refusals = 0;
  for (let failures = 1; ; failures += 1) {
    const results = await send(left);
    const first = results.find(isRefused);
    if (!first) return refusals;
    const never = results.find((result) => isRefused(result) && !isTemporary(result));
    if (never) throw impossible(reasonOf(never));
    const again = left.filter((_, index) => isRefused(results[index]));
    if (again.length < left.length) failures = 1;
    left = again;
    refusals += left.length;
    if (failures === tries) {
      throw refused(left.length, reasonOf(first));
    }
    await sleep(backOffMs(delay, failures), undefined, signal ? { signal } : {});
  }
}

function isRefused(result: PutResult | undefined): boolean {
  return result?.ErrorCode != null;
}

/** A shard, a key or Kinesis itself has too much to do: the same record may be taken later. */
function isTemporary({ ErrorCode }: PutResult): boolean {
  return isThrottlingName(ErrorCode ?? '') || /^(InternalFailure|ServiceUnavailable)/.test(ErrorCode ?? '');
}

function reasonOf({ ErrorCode, ErrorMessage }: PutResult): string {
  return [ErrorCode, ErrorMessage].filter(Boolean).join(': ');
}
