import type { ProcessRecordsInput, RecordProcessor, Shard, ShutdownRequestedInput } from 'kcl-ts';

export default class FromAwsKcl implements RecordProcessor {
  readonly #shard: Shard;

  constructor(shard: Shard) {
    this.#shard = shard;
  }

  async processRecords({ records, checkpointer }: ProcessRecordsInput): Promise<void> {
    for (const record of records) {
      console.log(this.#shard.shardId, record.partitionKey, record.text());
    }
    await checkpointer.checkpoint(records.at(-1));
  }

  async shutdownRequested({ checkpointer }: ShutdownRequestedInput): Promise<void> {
    await checkpointer.checkpoint();
  }
}
