import { setTimeout } from 'node:timers/promises';
import {
  forEachRecord,
  type KinesisClientRecord,
  type ProcessRecordsInput,
  type RecordProcessor,
  type ShutdownRequestedInput,
} from 'kcl-ts';

/** Reads one shard, and handles up to 20 of its records at once. */
export default class Processor implements RecordProcessor {
  async processRecords({ records, checkpointer }: ProcessRecordsInput): Promise<void> {
    // Records with the same partition key keep their order. A checkpoint never passes a record that is not done,
    // in whatever order they finish.
    const options = {
      concurrency: 20,
      checkpointer,
      inOrderOf: (record: KinesisClientRecord) => record.partitionKey,
    };
    await forEachRecord(records, options, (record) => this.handle(record));
  }

  /** The worker is about to stop. All records delivered so far are done. */
  async shutdownRequested({ checkpointer }: ShutdownRequestedInput): Promise<void> {
    await checkpointer.checkpoint();
  }

  /** Your code goes here, such as a call to another service. If it rejects, the worker ends. */
  protected async handle(record: KinesisClientRecord): Promise<void> {
    await setTimeout(20);
    console.log(`${record.partitionKey}: ${record.text()}`);
  }
}
