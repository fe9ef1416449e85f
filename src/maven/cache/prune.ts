import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { KclTsError } from '../../errors.js';
import { cacheUnusable } from './cache-unusable.js';
import { archiveFolder, type JarStore } from './jar-store.js';
import { isGone } from './process-identity.js';
import { usedPaths } from './usage.js';

/** What was not used within the last days has gone out of use: a jar by any lock file, a class archive by any run. */
const KEPT_DAYS = 30;

export interface Pruned {
  readonly files: number;
  readonly bytes: number;
}

/** Removes what has gone out of use from a cache, and the folders that are empty then. */
export async function prune(store: JarStore): Promise<Pruned> {
  if (store.layout !== 'maven') {
    throw new KclTsError('CONFIG_INVALID', `--prune is for the cache, not for the folder ${store.folder}`, {
      hint: 'leave --jars-dir (KCL_TS_JARS_DIR) out',
    });
  }
  const used = await usedPaths(store, KEPT_DAYS);
  const jars = await removeUnused(store.folder, (file, days) => {
    const [, owner] = /\.jar\.([^.]+)\.part$/.exec(file) ?? [];
    // A download that nothing was written to for a day has no process any more, on whichever host it was.
    if (owner !== undefined) return !isGone(owner) && days < 1;
    return !file.endsWith('.jar') || used.has(relative(store.folder, file).split(sep).join('/'));
  });
  // A run that uses an archive notes that in its time.
  const archives = await removeUnused(archiveFolder(store), (file, days) =>
    file.endsWith('.part') ? days < 1 : days < KEPT_DAYS,
  );
  return { files: jars.files + archives.files, bytes: jars.bytes + archives.bytes };
}

async function removeUnused(
  folder: string,
  isInUse: (file: string, daysSinceWritten: number) => boolean,
): Promise<Pruned> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  let files = 0;
  let bytes = 0;
  for (const file of names.map((name) => join(folder, name))) {
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile() || isInUse(file, (Date.now() - found.mtimeMs) / 86_400_000)) continue;
    await rm(file, { force: true }).catch((error: unknown) => {
      throw cacheUnusable(file, error);
    });
    await removeEmptyFolders(dirname(file), folder);
    files += 1;
    bytes += found.size;
  }
  return { files, bytes };
}

async function removeEmptyFolders(folder: string, end: string): Promise<void> {
  for (let at = folder; at !== end && at.startsWith(end); at = dirname(at)) {
    try {
      await rmdir(at);
    } catch {
      return;
    }
  }
}
