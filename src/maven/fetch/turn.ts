import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { systemCode } from '../../errors.js';
import { cacheUnusable } from '../cache/cache-unusable.js';
import { isGone, processIdentity } from '../cache/process-identity.js';

const POLL_MILLIS = 100;
const HEARTBEAT_MILLIS = 1000;
/** An owner on another host that has not given a sign for this long is taken to be gone. */
const SILENT_MILLIS = 15_000;

/** One process's turn to fill a folder. */
export interface FetchTurn {
  end(): Promise<void>;
}

/**
 * Waits until no other process fills the same folder, so that eight at once download each jar once. It is a courtesy:
 * every process writes under names of its own, and two that have a turn at once do no harm.
 */
export async function takeFetchTurn(
  folder: string,
  { signal, onWait }: { readonly signal: AbortSignal; readonly onWait: () => void },
): Promise<FetchTurn> {
  const file = join(folder, '.fetching');
  let waited = false;
  while (!(await claim(file))) {
    if (!waited) onWait();
    waited = true;
    await wait(POLL_MILLIS, undefined, { signal });
    if (await isAbandoned(file)) await rm(file, { force: true });
  }
  const heartbeat = setInterval(() => void touch(file), HEARTBEAT_MILLIS).unref();
  return {
    async end() {
      clearInterval(heartbeat);
      if ((await ownerOf(file)) === processIdentity()) await rm(file, { force: true });
    },
  };
}

async function claim(file: string): Promise<boolean> {
  try {
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, processIdentity(), { flag: 'wx' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw cacheUnusable(file, error);
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return false;
  const owner = await ownerOf(file);
  // An owner that is just making the file has not written its name yet.
  return Date.now() - found.mtimeMs > SILENT_MILLIS || (owner !== undefined && owner !== '' && isGone(owner));
}

async function ownerOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}
