import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isGone, processIdentity } from '../maven/cache/process-identity.js';

/** Making an archive takes some 10 s, a minute on a busy machine: a lock of this age is nobody's. */
const OLD_LOCK_MS = 600_000;

/** @returns what gives the lock back; undefined if another worker has it, or the folder cannot be written */
export async function lockArchives(folder: string): Promise<(() => Promise<void>) | undefined> {
  const file = lockIn(folder);
  try {
    await mkdir(folder, { recursive: true });
    if (await isLeft(file)) await rm(file, { force: true });
    const handle = await open(file, 'wx');
    await handle.writeFile(processIdentity());
    await handle.close();
    return () => rm(file, { force: true });
  } catch {
    return undefined;
  }
}

/** Whether who made the lock is gone without a word. */
async function isLeft(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return false;
  if (Date.now() - found.mtimeMs > OLD_LOCK_MS) return true;
  return isGone(await readFile(file, 'utf8').catch(() => ''));
}

/** Removes the lock of a worker that is gone without a word: what it has started to make the archive ends after it. */
export async function dropLeftLock(folder: string): Promise<void> {
  const file = lockIn(folder);
  if (await isLeft(file)) await rm(file, { force: true });
}

function lockIn(folder: string): string {
  return join(folder, 'local.lock');
}
