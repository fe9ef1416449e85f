import type { NewRecord } from '../../records/record.js';

const lines = [
  'a stream is a log that many can read at once',
  'each shard keeps its records in order',
  'the partition key decides the shard',
  'a lease says which worker reads a shard',
  'a checkpoint says how far it has come',
  'what came after the last checkpoint is delivered again',
  'so a processor must bear to see a record twice',
  'another application reads the same stream on its own',
  'a shard that was split ends, and its children begin',
  'replace these lines with --records and a file of yours',
] as const;

const TIMES = 3;

/** What a first run without `--records` reads: a few lines of text, enough for several to a shard. */
export function sampleRecords(): NewRecord[] {
  return Array.from({ length: TIMES }, () => lines)
    .flat()
    .map((line) => ({ data: Buffer.from(line) }));
}
