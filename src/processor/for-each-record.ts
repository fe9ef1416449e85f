import type { Checkpointer } from './checkpointer.js';
import type { KinesisClientRecord } from './record.js';

/** How `forEachRecord` goes through a batch. */
export interface ForEachRecordOptions {
  /** Most records that are handled at once: an integer from 1. */
  readonly concurrency: number;
  /**
   * Checkpoints the batch when it is done; and when it fails, what came before the first record that is not done, so
   * that only the rest is delivered again.
   *
   * @default none: nothing is checkpointed
   */
  readonly checkpointer?: Checkpointer;
  /**
   * Milliseconds between checkpoints within a batch that takes long.
   *
   * @default Infinity: none before its end
   */
  readonly checkpointEveryMs?: number;
  /**
   * Records for which this gives the same are handled one after the other, in their order.
   *
   * @default every record for itself: no order is kept
   */
  readonly inOrderOf?: (record: KinesisClientRecord) => string;
}

/**
 * Handles the records of a batch, several at once. A checkpoint never passes a record that is not done, in whatever
 * order they finish.
 *
 * When one fails no further ones are begun, those under way are waited for, and then it rejects.
 *
 * @throws what `handle` or `inOrderOf` threw first.
 * @throws RangeError if an option is out of range.
 * @throws CheckpointError if all records are done and their checkpoint failed, or one within the batch did.
 */
export async function forEachRecord(
  records: readonly KinesisClientRecord[],
  options: ForEachRecordOptions,
  handle: (record: KinesisClientRecord) => void | PromiseLike<void>,
): Promise<void> {
  const { concurrency, checkpointer, checkpointEveryMs = Infinity, inOrderOf } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`concurrency is ${concurrency}; expected an integer from 1`);
  }
  if (!(checkpointEveryMs >= 0)) {
    throw new RangeError(`checkpointEveryMs is ${checkpointEveryMs}; expected milliseconds from 0`);
  }
  const done = new DonePrefix(records, checkpointer, checkpointEveryMs);
  const lanes = lanesOf(records, inOrderOf)[Symbol.iterator]();
  const failures: unknown[] = [];
  const work = async (): Promise<void> => {
    for (const lane of lanes) {
      for (const { record, index } of lane) {
        if (failures.length > 0) return;
        await handle(record);
        await done.add(index);
      }
    }
  };
  const workers = Array.from({ length: Math.min(concurrency, records.length) }, () =>
    work().catch((error: unknown) => void failures.push(error)),
  );
  await Promise.all(workers);
  if (failures.length === 0) return done.checkpoint();
  // what the handler threw matters more than a checkpoint that only saves some work
  await done.checkpoint().catch(() => undefined);
  throw failures[0];
}

interface Indexed {
  readonly record: KinesisClientRecord;
  readonly index: number;
}

/** Lists of records each of which keeps its order. Where there is no order to keep, each record has one of its own. */
function* lanesOf(
  records: readonly KinesisClientRecord[],
  inOrderOf?: (record: KinesisClientRecord) => string,
): Generator<Indexed[]> {
  const lanes = new Map<string | number, Indexed[]>();
  for (const [index, record] of records.entries()) {
    const key = inOrderOf ? inOrderOf(record) : index;
    const lane = lanes.get(key);
    if (lane) lane.push({ record, index });
    else lanes.set(key, [{ record, index }]);
  }
  yield* lanes.values();
}

/** How many records from the start of the batch are done, whatever is done beyond. */
class DonePrefix {
  readonly #records: readonly KinesisClientRecord[];
  readonly #checkpointer: Checkpointer | undefined;
  readonly #everyMs: number;
  readonly #done = new Set<number>();
  #length = 0;
  #checkpointed = 0;
  #lastTime = Date.now();

  constructor(
    records: readonly KinesisClientRecord[],
    checkpointer: Checkpointer | undefined,
    everyMs: number,
  ) {
    this.#records = records;
    this.#checkpointer = checkpointer;
    this.#everyMs = everyMs;
  }

  async add(index: number): Promise<void> {
    this.#done.add(index);
    while (this.#done.delete(this.#length)) this.#length++;
    if (Date.now() - this.#lastTime >= this.#everyMs) await this.checkpoint();
  }

  async checkpoint(): Promise<void> {
    this.#lastTime = Date.now();
    if (this.#length === this.#checkpointed) return;
    this.#checkpointed = this.#length;
    await this.#checkpointer?.checkpoint(this.#records[this.#length - 1]);
  }
}
