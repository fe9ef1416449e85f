import type { ProcessRecordsInput, RecordProcessor, ShardEndedInput, ShutdownRequestedInput } from 'kcl-ts';

/** Consumes one shard; every shard this worker holds has an instance of its own. */
export default class Processor implements RecordProcessor {
  async processRecords({ records, checkpointer }: ProcessRecordsInput): Promise<void> {
    for (const record of records) {
      console.log(`${record.partitionKey}: ${record.text()}`);
    }
    // Acknowledges all records delivered so far: they are not delivered again, to any worker.
    await checkpointer.checkpoint();
  }

  /** The shard was split or merged and is read to its end; its children start after this checkpoint. */
  async shardEnded({ checkpointer }: ShardEndedInput): Promise<void> {
    await checkpointer.checkpoint();
  }

  /** The worker is stopping: the last chance to checkpoint. */
  async shutdownRequested({ checkpointer }: ShutdownRequestedInput): Promise<void> {
    await checkpointer.checkpoint();
  }
}
