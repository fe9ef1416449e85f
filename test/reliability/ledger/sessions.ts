import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Position {
  readonly sequenceNumber: string;
  readonly subSequenceNumber: number;
}

export interface Processed extends Position {
  /** The number that the producer gave the record. */
  readonly number: number;
  /** On the clock of process.hrtime, which all processes of a machine share. */
  readonly at: bigint;
}

export interface Acknowledged extends Position {
  /** On the clock of process.hrtime, which all processes of a machine share. */
  readonly at: bigint;
}

/** What one process wrote down about its shard. */
export interface Session {
  readonly worker: string;
  readonly shardId: string;
  readonly startedAt: bigint;
  /** When the end of the shard was reached. */
  readonly endedAt: bigint | undefined;
  readonly processed: readonly Processed[];
  readonly acknowledged: readonly Acknowledged[];
}

type Line = { readonly at: string } & (
  | { readonly kind: 'started'; readonly worker: string; readonly shardId: string }
  | ({ readonly kind: 'processed' } & Position & { readonly number: number })
  | ({ readonly kind: 'acknowledged' } & Position)
  | { readonly kind: 'ended' }
);

/** The ledgers of all processes so far, in the order in which they were started. */
export async function readSessions(folder: string): Promise<Session[]> {
  const sessions = await Promise.all(
    (await readdir(folder)).map(async (file) => sessionOf(await readFile(join(folder, file), 'utf8'))),
  );
  return sessions.flat().sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

/** A process that was killed before it had a shard left an empty file: no session. */
function sessionOf(text: string): Session[] {
  // A process that was killed while it wrote left its last line unfinished.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const [first, ...rest] = lines;
  if (first?.kind !== 'started') return [];
  const ended = rest.find(({ kind }) => kind === 'ended');
  return [
    {
      worker: first.worker,
      shardId: first.shardId,
      startedAt: BigInt(first.at),
      endedAt: ended && BigInt(ended.at),
      processed: rest.filter((line) => line.kind === 'processed').map(timed),
      acknowledged: rest.filter((line) => line.kind === 'acknowledged').map(timed),
    },
  ];
}

function timed<Entry extends { readonly at: string }>(
  entry: Entry,
): Omit<Entry, 'at'> & { readonly at: bigint } {
  return { ...entry, at: BigInt(entry.at) };
}
