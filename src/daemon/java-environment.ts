import type { Context } from '../context.js';

/**
 * What java's environment needs besides what it inherits; not meant for the processors that inherit it in turn.
 *
 * glibc gives each thread an arena of its own to allocate from, up to eight for each core, and gives little of them
 * back. The daemon has a few dozen threads: over half an hour of steady load java grew by 190 KB a minute with them and
 * by 20 with two arenas (measured, Java 17, 2 cores, from the 15th minute on).
 */
export function javaEnvironment({
  env,
  platform,
}: Pick<Context, 'env' | 'platform'>): Record<string, string> {
  return platform === 'linux' && env['MALLOC_ARENA_MAX'] === undefined ? { MALLOC_ARENA_MAX: '2' } : {};
}
