import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { expect, onTestFinished, vi } from 'vitest';

export interface Mark {
  /** To be put into the environment of what is started; everything it starts inherits it. */
  readonly env: Record<string, string>;
  /** The processes that have it, by pid with their command lines. */
  processes(): Promise<Map<number, string>>;
  /** Waits until there is none left. */
  gone(withinMs: number): Promise<void>;
}

/** Finds the processes that a test has started, however far down, by a variable in their environment (Linux). */
export function markProcesses(): Mark {
  const value = randomUUID();
  const processes = async (): Promise<Map<number, string>> => {
    const found = new Map<number, string>();
    for (const entry of await readdir('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      const read = (file: string): Promise<string> =>
        readFile(`/proc/${entry}/${file}`, 'utf8').catch(() => '');
      if ((await read('environ')).includes(value))
        found.set(Number(entry), (await read('cmdline')).replaceAll('\0', ' '));
    }
    return found;
  };
  onTestFinished(async () => {
    for (const pid of (await processes()).keys()) process.kill(pid, 'SIGKILL');
  });
  return {
    env: { KCL_TS_TEST_MARK: value },
    processes,
    gone: (withinMs) =>
      vi.waitFor(async () => expect([...(await processes()).values()]).toEqual([]), {
        timeout: withinMs,
        interval: 100,
      }),
  };
}
