import type { KinesisClientRecord } from './record.js';

/** How many records from the start of a list are done, whatever is done beyond. */
export class DonePrefix {
  readonly #records: readonly KinesisClientRecord[];
  readonly #done = new Set<number>();
  #length = 0;

  constructor(records: readonly KinesisClientRecord[]) {
    this.#records = records;
  }

  /** How many they are. */
  get length(): number {
    return this.#length;
  }

  /** The last of them. */
  get last(): KinesisClientRecord | undefined {
    return this.#records[this.#length - 1];
  }

  /** The record at this place is done. Gives the records by which the prefix has grown. */
  add(index: number): readonly KinesisClientRecord[] {
    const before = this.#length;
    this.#done.add(index);
    while (this.#done.delete(this.#length)) this.#length++;
    return this.#records.slice(before, this.#length);
  }
}
