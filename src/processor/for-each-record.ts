import type { Checkpointer } from './checkpointer.js';
import { DonePrefix } from './done-prefix.js';
import { lanesOf, type OrderKey } from './lanes.js';
import type { PeriodicCheckpointer } from './periodic-checkpointer.js';
import type { ProcessRecordsInput } from './record-processor.js';
import type { KinesisClientRecord } from './record.js';
import { saver, type Saver } from './saver.js';
import { isAbort } from './shard-abort.js';
import { toRetries, withRetries, type HandlerContext, type HandlerRetryOptions } from './with-retries.js';

/** How `forEachRecord` goes through a batch. */
export interface ForEachRecordOptions {
  /**
   * Most records that are handled at once: an integer from 1.
   *
   * @default 1
   */
  readonly concurrency?: number;
  /**
   * Records with the same key, or for which the function gives the same, are handled one after the other, in their order.
   *
   * @default every record for itself: no order is kept
   */
  readonly inOrderOf?: OrderKey;
  /**
   * How often a record is tried, and how long it waits in between. Records of the same key wait for it.
   *
   * @default one attempt
   */
  readonly retry?: HandlerRetryOptions;
  /**
   * Takes a record that failed at its last attempt, with the error. The record is done when this is.
   *
   * @default the error is thrown
   */
  readonly onDeadLetter?: (record: KinesisClientRecord, error: unknown) => void | PromiseLike<void>;
  /**
   * Checkpoints the batch when it is done; and when it fails, what came before the first record that is not done, so
   * that only the rest is delivered again.
   *
   * @default that of the input; none for an array
   */
  readonly checkpointer?: Checkpointer;
  /**
   * Milliseconds between checkpoints within a batch that takes long.
   *
   * @default Infinity: none before its end
   */
  readonly checkpointEveryMs?: number;
  /**
   * Records between checkpoints within a large batch: an integer from 1.
   *
   * @default Infinity: none before its end
   */
  readonly checkpointEveryRecords?: number;
  /**
   * Says when to checkpoint, across batches, instead of at the end of each. It is told of a record when all before it are
   * done, too. One for each shard.
   *
   * @default none
   */
  readonly progress?: PeriodicCheckpointer;
  /**
   * No further record is begun once it has fired.
   *
   * @default that of the input; none for an array
   */
  readonly signal?: AbortSignal;
}

/**
 * Handles the records of a batch, several at once. A checkpoint never passes a record that is not done, in whatever
 * order they finish. Give it the input of `processRecords`; or an array, and nothing is checkpointed unless you say so.
 *
 * When one fails no further ones are begun, those under way are waited for, and then it rejects.
 *
 * @throws what `handle`, `onDeadLetter` or `inOrderOf` threw first.
 * @throws ShardAbortError if the signal fired before all records were done; let it through, it is no failure.
 * @throws RangeError if an option is out of range.
 * @throws CheckpointError if all records are done and their checkpoint failed, or one within the batch did.
 */
export async function forEachRecord(
  batch: ProcessRecordsInput | readonly KinesisClientRecord[],
  options: ForEachRecordOptions,
  handle: (record: KinesisClientRecord, context: HandlerContext) => void | PromiseLike<void>,
): Promise<void> {
  const input: Partial<ProcessRecordsInput> & Pick<ProcessRecordsInput, 'records'> =
    'records' in batch ? batch : { records: batch };
  const { records } = input;
  const { concurrency = 1, inOrderOf, retry, onDeadLetter } = options;
  const { checkpointer = input.checkpointer, signal = input.signal ?? new AbortController().signal } =
    options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`concurrency is ${concurrency}; expected an integer from 1`);
  }
  const retries = toRetries(retry);
  const done = new DonePrefix(records);
  const save = saver(done, checkpointer, options);
  const lanes = lanesOf(records, inOrderOf);
  const failures: unknown[] = [];
  const handleOne = async (record: KinesisClientRecord): Promise<void> => {
    try {
      await withRetries(retries, signal, (context) => handle(record, context));
    } catch (error) {
      if (onDeadLetter === undefined || isAbort(error, signal)) throw error;
      await onDeadLetter(record, error);
    }
  };
  const work = async (): Promise<void> => {
    for (const lane of lanes) {
      for (const { record, index } of lane) {
        if (failures.length > 0) return;
        signal.throwIfAborted();
        await handleOne(record);
        await save.done(index);
      }
    }
  };
  const workers = Array.from({ length: Math.min(concurrency, records.length) }, () =>
    work().catch((error: unknown) => void failures.push(error)),
  );
  await Promise.all(workers);
  await finish(save, failures, signal);
}

async function finish(save: Saver, failures: readonly unknown[], signal: AbortSignal): Promise<void> {
  if (failures.length === 0) return save.end();
  // what the handler threw matters more than a checkpoint that only saves some work
  await save.end().catch(() => undefined);
  throw failures.find((error) => !isAbort(error, signal)) ?? failures[0];
}
