import { KclTsError, messageOf, systemCode } from '../../errors.js';

/** Turns a failure of the file system into CACHE_UNUSABLE; an error that is one already stays as it is. */
export function cacheUnusable(file: string, error: unknown): KclTsError {
  if (error instanceof KclTsError) return error;
  return new KclTsError('CACHE_UNUSABLE', `cannot write ${file}: ${messageOf(error)}`, {
    hint:
      systemCode(error) === 'ENOSPC'
        ? 'make room on that disk, or move the cache with KCL_TS_CACHE=DIR'
        : 'make the folder writable, move the cache with KCL_TS_CACHE=DIR, or keep the jars in a folder with --jars-dir DIR',
    cause: error,
  });
}
