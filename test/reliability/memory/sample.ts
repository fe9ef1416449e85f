import { readFile } from 'node:fs/promises';

/** The memory of one process, in KB. */
export interface Memory {
  readonly resident: number;
  /** What it shares with others counts in parts. */
  readonly proportional: number;
}

/** @throws if there is no such process (any more) */
export async function memoryOf(pid: number): Promise<Memory> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = (name: string): number => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
    if (found === undefined) throw new Error(`/proc/${pid}/smaps_rollup has no ${name}:\n${text}`);
    return Number(found);
  };
  return { resident: kilobytes('Rss'), proportional: kilobytes('Pss') };
}
