import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { KclTsError } from '../../errors.js';
import { cacheUnusable } from './cache-unusable.js';

/**
 * A cache in the folder for temporary files, for who has no home or cannot write there. Others can write in that folder
 * too: what is in the cache is only to be believed if it is this user's alone.
 *
 * @throws KclTsError CACHE_UNUSABLE
 */
export function temporaryCache(tmpdir: string): string {
  const user = process.geteuid?.();
  const folder = join(tmpdir, user === undefined ? 'kcl-ts-cache' : `kcl-ts-cache-${user}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isThere(error)) throw cacheUnusable(folder, error);
  }
  const { mode, uid, isOurs } = lookAt(folder, user);
  if (isOurs) return folder;
  throw new KclTsError(
    'CACHE_UNUSABLE',
    `${folder} does not belong to this user alone (owner ${uid}, mode ${(mode & 0o777).toString(8)})`,
    { hint: 'remove it, or name a folder for the cache with KCL_TS_CACHE=DIR' },
  );
}

function lookAt(
  folder: string,
  user: number | undefined,
): { readonly mode: number; readonly uid: number; readonly isOurs: boolean } {
  // Not what a link points to: that can be changed later.
  const found = lstatSync(folder);
  const { mode, uid } = found;
  const isPrivate = user === undefined || (uid === user && (mode & 0o022) === 0);
  return { mode, uid, isOurs: found.isDirectory() && isPrivate };
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
