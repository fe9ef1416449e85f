// The same processor for kcl-ts.
import type { ProcessRecordsInput, RecordProcessor } from 'kcl-ts';

export default class Processor implements RecordProcessor {
  #bytes = 0;

  processRecords({ records }: ProcessRecordsInput): void {
    for (const record of records) this.#bytes += record.data.length;
  }

  leaseLost(): void {
    process.stderr.write(`${this.#bytes} bytes\n`);
  }
}
