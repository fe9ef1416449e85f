import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InitializeInput, ProcessRecordsInput, RecordProcessor, ShutdownRequestedInput } from 'kcl-ts';

/** Counts the words of its shard and leaves the counts as a JSON file in the folder that WORD_COUNTS names. */
export default class WordCount implements RecordProcessor {
  readonly #counts: Record<string, number> = Object.create(null) as Record<string, number>;
  #shardId = '';

  initialize({ shardId }: InitializeInput): void {
    this.#shardId = shardId;
  }

  processRecords({ records }: ProcessRecordsInput): void {
    for (const record of records) {
      for (const word of record
        .text()
        .toLowerCase()
        .match(/\p{L}+/gu) ?? []) {
        this.#counts[word] = (this.#counts[word] ?? 0) + 1;
      }
    }
    console.log(`${records.length} lines, ${Object.keys(this.#counts).length} different words so far`);
  }

  async shutdownRequested({ checkpointer }: ShutdownRequestedInput): Promise<void> {
    const folder = process.env['WORD_COUNTS'] ?? '.';
    await writeFile(join(folder, `${this.#shardId}.json`), JSON.stringify(this.#counts));
    // The checkpoint comes last: if writing fails, the lines are delivered and counted again.
    await checkpointer.checkpoint();
  }
}
