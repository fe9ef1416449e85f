/** How many records the processors have handled that a shard has had one after another. */
export class HandledRecords {
  #byEnded = 0;
  readonly #byRunning = new Map<string | undefined, number>();

  /** So many has one handled that runs; one that was replaced never says that it has ended. */
  progress(session: string | undefined, records: number): void {
    this.#byRunning.set(session, records);
  }

  /** One has ended, and has handled so many in all. */
  end(session: string | undefined, records: number): void {
    this.#byRunning.delete(session);
    this.#byEnded += records;
  }

  get total(): number {
    return [...this.#byRunning.values()].reduce((sum, records) => sum + records, this.#byEnded);
  }
}
