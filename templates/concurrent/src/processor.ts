import { setTimeout } from 'node:timers/promises';
import {
  forEachRecord,
  type KinesisClientRecord,
  type ProcessRecordsInput,
  type RecordProcessor,
} from 'kcl-ts';

/** Reads one shard, and handles up to 20 of its records at once. */
export default class Processor implements RecordProcessor {
  async processRecords(input: ProcessRecordsInput): Promise<void> {
    // Records with the same partition key keep their order. A checkpoint never passes a record that is not done,
    // in whatever order they finish. A record that fails is tried again; add onDeadLetter to go on without it after that.
    await forEachRecord(
      input,
      { concurrency: 20, inOrderOf: 'partitionKey', retry: { attempts: 3, delayMs: 100 } },
      (record, { signal }) => this.handle(record, signal),
    );
  }

  /**
   * Your code goes here, such as a call to another service. If it rejects three times, the worker ends. Give the signal to
   * what takes long: it fires when the worker is to stop, and whoever reads the shard next gets the record.
   */
  protected async handle(record: KinesisClientRecord, signal: AbortSignal): Promise<void> {
    await setTimeout(20, undefined, { signal });
    console.log(`${record.partitionKey}: ${record.text()}`);
  }
}
