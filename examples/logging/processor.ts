import { logger, type ProcessRecordsInput, type RecordProcessor } from 'kcl-ts';

export default class Readings implements RecordProcessor {
  async processRecords({ records, checkpointer }: ProcessRecordsInput): Promise<void> {
    for (const record of records) {
      const log = logger.child({ sensor: record.partitionKey });
      try {
        const { celsius } = record.json<{ celsius: number }>();
        if (celsius > 60) log.warn('too hot', { celsius });
      } catch (error) {
        log.error('not a reading', error);
      }
    }
    await checkpointer.checkpoint(records.at(-1));
  }
}
