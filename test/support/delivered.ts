import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Delivered {
  readonly data: string;
  readonly partitionKey: string;
  readonly sequenceNumber: string;
}

/** What the processor record-everything.ts got, by shard, in the order of delivery. */
export async function deliveredIn(folder: string): Promise<Map<string, Delivered[]>> {
  const shards = new Map<string, Delivered[]>();
  for (const file of (await readdir(folder)).sort()) {
    const lines = (await readFile(join(folder, file), 'utf8')).trimEnd().split('\n');
    shards.set(
      file.replace('.jsonl', ''),
      lines.map((line) => JSON.parse(line) as Delivered),
    );
  }
  return shards;
}
