import type {
  Checkpointer,
  ProcessRecordsInput,
  RecordProcessor,
  ShardEndedInput,
  ShutdownRequestedInput,
} from 'kcl-ts';

/**
 * Reads one shard until nothing is left, and reports once at the end. It checkpoints only after the report. So a run that
 * fails has no effect, and the next one reads the same records again.
 */
export default class Processor implements RecordProcessor {
  readonly #counts = new Map<string, number>();

  processRecords({ records }: ProcessRecordsInput): void {
    for (const { partitionKey } of records) {
      this.#counts.set(partitionKey, (this.#counts.get(partitionKey) ?? 0) + 1);
    }
  }

  /** Every shard of the worker is read to its end, and the run stops. */
  async shutdownRequested({ checkpointer }: ShutdownRequestedInput): Promise<void> {
    await this.#finish(checkpointer);
  }

  /** This shard was split or merged, and all of its records were delivered. */
  async shardEnded({ checkpointer }: ShardEndedInput): Promise<void> {
    await this.#finish(checkpointer);
  }

  /** Your code goes here, such as a write to a database. If it throws, the run fails, and nothing is checkpointed. */
  protected report(counts: ReadonlyMap<string, number>): void | Promise<void> {
    for (const [partitionKey, count] of counts) console.log(`${partitionKey}: ${count} records`);
  }

  async #finish(checkpointer: Checkpointer): Promise<void> {
    await this.report(this.#counts);
    await checkpointer.checkpoint();
  }
}
