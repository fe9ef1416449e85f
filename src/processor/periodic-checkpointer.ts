import { CheckpointError } from './checkpoint-error.js';
import type { Checkpointer, RetryOptions } from './checkpointer.js';
import { retrySettings } from './retry.js';
import { compareSequence, type SequencePosition } from './sequence.js';

/** How often a `periodicCheckpointer` checkpoints, and how often it tries. */
export interface PeriodicCheckpointerOptions extends RetryOptions {
  /**
   * Milliseconds between two checkpoints.
   *
   * @default 60_000
   */
  readonly everyMs?: number;
  /**
   * Records after which it checkpoints, even if the time is not over: an integer from 1.
   *
   * @default Infinity: only the time counts
   */
  readonly everyRecords?: number;
  /**
   * Requests for one checkpoint: an integer from 1.
   *
   * @default 5
   */
  readonly attempts?: number;
  /**
   * Milliseconds between two of them; doubles from one to the next, up to `maxDelayMs`.
   *
   * @default 5_000
   */
  readonly delayMs?: number;
  /**
   * Milliseconds beyond which the delay does not grow.
   *
   * @default `delayMs`: it does not grow at all
   */
  readonly maxDelayMs?: number;
  /**
   * How much of each delay is left to chance, from 0 (none) to 1 (all).
   *
   * @default 0
   */
  readonly jitter?: number;
  /**
   * Told of a checkpoint that was given up after its last attempt; the next one stands for it too.
   *
   * @default nobody is told
   */
  readonly onGivenUp?: (error: CheckpointError) => void;
}

/** Remembers how far a shard is done, and checkpoints it now and then. One for each shard. */
export interface PeriodicCheckpointer {
  /**
   * This record, and every one before it, is done. Records may come in any order: the largest counts. Where several are
   * handled at once, give this to `forEachRecord` as `progress`, which tells it only of records that none is missing before.
   *
   * @throws RangeError if the sequence number is none.
   */
  done(record: SequencePosition): void;
  /**
   * Checkpoints what is done, if it is due. For the end of `processRecords`.
   *
   * @throws CheckpointError unless its reason is throttling or a lease table out of reach: then it gives up until the
   * next time.
   */
  checkpointIfDue(checkpointer: Checkpointer): Promise<void>;
  /**
   * Checkpoints what is done and was not checkpointed yet. For `shutdownRequested`; a shard's end is checkpointed by
   * itself.
   *
   * @throws CheckpointError if the checkpoint failed, whatever the reason.
   */
  checkpointNow(checkpointer: Checkpointer): Promise<void>;
}

/**
 * The common way to checkpoint: seldom, since each one is a write to DynamoDB, and at the end. What was done since the
 * last checkpoint is delivered again after a crash.
 *
 * @throws RangeError if an option is out of range.
 */
export function periodicCheckpointer(options: PeriodicCheckpointerOptions = {}): PeriodicCheckpointer {
  const { everyMs = 60_000, everyRecords = Infinity, attempts = 5, delayMs = 5_000, onGivenUp } = options;
  if (!(everyMs >= 0)) throw new RangeError(`everyMs is ${everyMs}; expected milliseconds from 0`);
  if (!(everyRecords >= 1) || (everyRecords !== Infinity && !Number.isInteger(everyRecords))) {
    throw new RangeError(`everyRecords is ${everyRecords}; expected an integer from 1`);
  }
  const retry = retrySettings({ jitter: 0, maxDelayMs: delayMs, ...options, attempts, delayMs });
  let largest: SequencePosition | undefined;
  let acknowledged: SequencePosition | undefined;
  let last = Date.now();
  let count = 0;

  const checkpointNow = async (checkpointer: Checkpointer): Promise<void> => {
    const position = largest;
    last = Date.now();
    count = 0;
    if (position === undefined || position === acknowledged) return;
    await checkpointer.withRetry(retry).checkpoint(position);
    acknowledged = position;
  };
  return {
    done({ sequenceNumber, subSequenceNumber = 0 }) {
      const position = { sequenceNumber, subSequenceNumber };
      count++;
      if (largest === undefined || compareSequence(position, largest) > 0) largest = position;
    },
    async checkpointIfDue(checkpointer) {
      if (Date.now() - last < everyMs && count < everyRecords) return;
      try {
        await checkpointNow(checkpointer);
      } catch (error) {
        if (!(error instanceof CheckpointError && error.retryable)) throw error;
        onGivenUp?.(error);
      }
    },
    checkpointNow,
  };
}
