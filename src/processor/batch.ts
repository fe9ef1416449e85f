import { periodicCheckpointer } from './periodic-checkpointer.js';
import type {
  ProcessRecordsInput,
  RecordProcessor,
  Shard,
  ShutdownRequestedInput,
} from './record-processor.js';
import type { KinesisClientRecord } from './record.js';
import { isAbort } from './shard-abort.js';
import { toRetries, withRetries, type HandlerContext, type HandlerRetryOptions } from './with-retries.js';

/** When a batch is full, and what becomes of one that fails. */
export interface BatchOptions {
  /**
   * Most records in a batch: an integer from 1.
   *
   * @default 500
   */
  readonly size?: number;
  /**
   * Bytes of data after which a batch is full. It has the record that reaches them.
   *
   * @default Infinity: only the number of records counts
   */
  readonly bytes?: number;
  /**
   * Milliseconds that a record waits for its batch to be full.
   *
   * @default 1_000
   */
  readonly everyMs?: number;
  /**
   * Milliseconds between checkpoints.
   *
   * @default 0: after each batch
   */
  readonly checkpointEveryMs?: number;
  /**
   * How often a batch is tried, and how long it waits in between.
   *
   * @default one attempt
   */
  readonly retry?: HandlerRetryOptions;
  /**
   * Takes a batch that failed at its last attempt, with the error. Its records are done when this is.
   *
   * @default the error ends the worker
   */
  readonly onDeadLetter?: (
    records: readonly KinesisClientRecord[],
    error: unknown,
  ) => void | PromiseLike<void>;
}

/** Handles a batch. The records are in the order of their shard. */
export type BatchHandler = (
  records: readonly KinesisClientRecord[],
  context: HandlerContext,
) => void | PromiseLike<void>;

/**
 * A processor that collects records, and hands them on in batches by size and time:
 *
 *     export default batch({ size: 500, everyMs: 1_000 }, async (records) => { await insert(records); });
 *
 * Each shard has its own batches, one at a time. While one is handled that is full, no further records are fetched. What waits for its
 * batch to be full, which is less than one batch, is not checkpointed; it is handled when the worker stops.
 *
 * @throws RangeError if an option is out of range.
 */
export function batch(options: BatchOptions, handle: BatchHandler): (shard: Shard) => RecordProcessor {
  const { size = 500, bytes = Infinity, everyMs = 1_000, checkpointEveryMs = 0 } = options;
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(`size is ${size}; expected an integer from 1`);
  if (!(bytes > 0)) throw new RangeError(`bytes is ${bytes}; expected a number above 0`);
  for (const [name, ms] of Object.entries({ everyMs, checkpointEveryMs })) {
    if (!(ms >= 0)) throw new RangeError(`${name} is ${ms}; expected milliseconds from 0`);
  }
  const retries = toRetries(options.retry);
  const { onDeadLetter } = options;
  const handleAll = async (records: readonly KinesisClientRecord[], signal: AbortSignal): Promise<void> => {
    try {
      await withRetries(retries, signal, (context) => handle(records, context));
    } catch (error) {
      if (onDeadLetter === undefined || isAbort(error, signal)) throw error;
      await onDeadLetter(records, error);
    }
  };
  return () => new BatchProcessor({ size, bytes, everyMs, checkpointEveryMs, handleAll });
}

interface Settings extends Required<Pick<BatchOptions, 'size' | 'bytes' | 'everyMs' | 'checkpointEveryMs'>> {
  readonly handleAll: (records: readonly KinesisClientRecord[], signal: AbortSignal) => Promise<void>;
}

/** How long an error of a batch that no call waited for may wait for the next call to tell it. */
const untoldMs = 1_000;

class BatchProcessor implements RecordProcessor {
  readonly #settings: Settings;
  readonly #progress;
  #waiting: KinesisClientRecord[] = [];
  #bytes = 0;
  /** When the first record that waits came. */
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  /** The batch that is handled between two calls. Never rejects. */
  #running: Promise<void> | undefined;
  #failure: { readonly error: unknown; readonly untold: NodeJS.Timeout } | undefined;
  #interrupted = false;
  /** How many records of the last call have been taken, for a call that is made again after an error. */
  #call: { readonly records: readonly KinesisClientRecord[]; taken: number } = { records: [], taken: 0 };

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#progress = periodicCheckpointer({ everyMs: settings.checkpointEveryMs });
  }

  async processRecords({ records, checkpointer, signal }: ProcessRecordsInput): Promise<void> {
    await this.#settle();
    if (this.#interrupted) signal.throwIfAborted();
    if (this.#call.records !== records) this.#call = { records, taken: 0 };
    for (;;) {
      if (this.#isFull) await this.#flush(signal);
      const record = records[this.#call.taken];
      if (record === undefined) break;
      this.#take(record);
    }
    await this.#progress.checkpointIfDue(checkpointer);
    this.#flushInTime(signal);
  }

  async shutdownRequested({ checkpointer }: ShutdownRequestedInput): Promise<void> {
    await this.#flushLast();
    await this.#progress.checkpointNow(checkpointer);
  }

  async shardEnded(): Promise<void> {
    await this.#flushLast();
  }

  leaseLost(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#failure?.untold);
  }

  onDisconnect(): void {
    this.leaseLost();
  }

  get #isFull(): boolean {
    return this.#waiting.length >= this.#settings.size || this.#bytes >= this.#settings.bytes;
  }

  #take(record: KinesisClientRecord): void {
    if (this.#waiting.length === 0) this.#since = Date.now();
    this.#waiting.push(record);
    if (this.#settings.bytes !== Infinity) this.#bytes += record.data.length;
    this.#call.taken++;
  }

  /** Waits for the batch that is handled between two calls, and tells what became of it. */
  async #settle(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
    const failure = this.#failure;
    if (failure === undefined) return;
    this.#failure = undefined;
    clearTimeout(failure.untold);
    throw failure.error;
  }

  /** What waits stays until it is handled. */
  async #flush(signal: AbortSignal): Promise<void> {
    const records = this.#waiting;
    const last = records.at(-1);
    if (last === undefined) return;
    try {
      await this.#settings.handleAll(records, signal);
    } catch (error) {
      this.#interrupted ||= isAbort(error, signal);
      throw error;
    }
    this.#waiting = [];
    this.#bytes = 0;
    this.#progress.done(last);
  }

  /** The signal has fired when the worker stops: this is what it is to be given time for. */
  async #flushLast(): Promise<void> {
    await this.#settle();
    if (!this.#interrupted) await this.#flush(new AbortController().signal);
  }

  #flushInTime(signal: AbortSignal): void {
    if (this.#waiting.length === 0) return;
    const leftMs = Math.max(0, this.#since + this.#settings.everyMs - Date.now());
    this.#timer = setTimeout(() => {
      this.#running = this.#flush(signal).catch((error: unknown) => {
        if (this.#interrupted) return;
        const throwIt = (): never => {
          throw error;
        };
        this.#failure = { error, untold: setTimeout(throwIt, untoldMs) };
      });
    }, leftMs).unref();
  }
}
