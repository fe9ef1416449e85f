import {
  forEachRecord,
  periodicCheckpointer,
  type KinesisClientRecord,
  type ProcessRecordsInput,
  type RecordProcessor,
  type ShutdownRequestedInput,
} from 'kcl-ts';

/**
 * Reads one shard, and checkpoints once a minute. Each checkpoint is a write to DynamoDB, so this costs less than one for
 * each batch. After a crash, up to a minute of records is delivered again.
 */
export default class Processor implements RecordProcessor {
  readonly #progress = periodicCheckpointer({ everyMs: 60_000 });

  async processRecords(input: ProcessRecordsInput): Promise<void> {
    await forEachRecord(input, { progress: this.#progress }, (record) => this.handle(record));
  }

  /** The worker is about to stop. This checkpoints what is done, so that nothing is delivered again. */
  async shutdownRequested({ checkpointer }: ShutdownRequestedInput): Promise<void> {
    await this.#progress.checkpointNow(checkpointer);
  }

  /** Your code goes here. If it throws, the worker ends, and the records are delivered again. */
  protected handle(record: KinesisClientRecord): void {
    console.log(`${record.partitionKey}: ${record.text()}`);
  }
}
