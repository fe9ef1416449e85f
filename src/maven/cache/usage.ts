import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../errors.js';
import type { LockedJar } from '../lock/lock-file.js';
import type { JarStore } from './jar-store.js';

const DAY_MILLIS = 86_400_000;

/**
 * Notes that a set of jars of a cache is in use, for `fetch-jars --prune`. At most once a day, and never a reason to
 * fail: a cache may be read-only.
 */
export async function noteUse(store: JarStore, jars: readonly LockedJar[]): Promise<void> {
  if (store.layout !== 'maven') return;
  const content = jars.map(({ path }) => `${path}\n`).join('');
  const name = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const file = join(usageFolder(store), name);
  const now = new Date();
  try {
    if (now.getTime() - (await stat(file)).mtimeMs > DAY_MILLIS) await utimes(file, now, now);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') return;
    await mkdir(usageFolder(store), { recursive: true }).catch(() => undefined);
    await writeFile(file, content).catch(() => undefined);
  }
}

/** The paths of all jars used in the last days; notes that are older are removed. */
export async function usedPaths(store: JarStore, days: number): Promise<Set<string>> {
  const used = new Set<string>();
  for (const name of await readdir(usageFolder(store)).catch(() => [])) {
    const file = join(usageFolder(store), name);
    if (Date.now() - (await stat(file)).mtimeMs > days * DAY_MILLIS) {
      await rm(file, { force: true });
      continue;
    }
    for (const path of (await readFile(file, 'utf8')).split('\n')) if (path) used.add(path);
  }
  return used;
}

/** Beside the folder of jars, which holds nothing but jars and parts of them. */
function usageFolder({ folder }: JarStore): string {
  return join(folder, '..', 'used');
}
