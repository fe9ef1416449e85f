import type { ProcessRecordsInput, RecordProcessor, ShutdownRequestedInput } from 'kcl-ts';

export default class Words implements RecordProcessor {
  async processRecords({ records, checkpointer }: ProcessRecordsInput): Promise<void> {
    for (const record of records) console.log(record.partitionKey, record.text());
    await checkpointer.checkpoint(records.at(-1));
  }

  async shutdownRequested({ checkpointer }: ShutdownRequestedInput): Promise<void> {
    await checkpointer.checkpoint();
  }
}
