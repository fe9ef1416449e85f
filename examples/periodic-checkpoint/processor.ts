import { periodicCheckpointer } from 'kcl-ts';
import type { ProcessRecordsInput, RecordProcessor, ShutdownRequestedInput } from 'kcl-ts';

/** The classic consumer: seldom checkpoints, several attempts at each, and one more when the worker stops. */
export default class PeriodicCheckpoint implements RecordProcessor {
  /** Remembers the largest (sequence number, sub-sequence number) that is done. */
  readonly #checkpoints = periodicCheckpointer({
    everyMs: 60_000,
    attempts: 5,
    delayMs: 5_000,
    onGivenUp: (error) => console.warn(`${error.message}; the next checkpoint stands for this one too`),
  });

  async processRecords({ records, checkpointer }: ProcessRecordsInput): Promise<void> {
    for (const record of records) {
      console.log(`${record.partitionKey}: ${record.text()}`);
      this.#checkpoints.done(record);
    }
    await this.#checkpoints.checkpointIfDue(checkpointer);
  }

  async shutdownRequested({ checkpointer }: ShutdownRequestedInput): Promise<void> {
    await this.#checkpoints.checkpointNow(checkpointer);
  }
}
