import type {
  KinesisClientRecord,
  ProcessRecordsInput,
  RecordProcessor,
  ShutdownRequestedInput,
} from 'kcl-ts';

/** Reads one shard. Each shard that this worker reads has an instance of its own. */
export default class Processor implements RecordProcessor {
  async processRecords({ records, checkpointer }: ProcessRecordsInput): Promise<void> {
    for (const record of records) this.handle(record);
    // Everything delivered so far is done: no worker gets it again.
    await checkpointer.checkpoint();
  }

  /** The worker is about to stop. This is your last chance to checkpoint. */
  async shutdownRequested({ checkpointer }: ShutdownRequestedInput): Promise<void> {
    await checkpointer.checkpoint();
  }

  /** Your code goes here. If it throws, the worker ends, and the records are delivered again. */
  protected handle(record: KinesisClientRecord): void {
    console.log(`${record.partitionKey}: ${record.text()}`);
  }
}
