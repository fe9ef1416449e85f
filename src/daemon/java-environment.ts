import type { Context, Environment } from '../context.js';
import { utf8Locale, type LocaleOfFiles } from './utf8-locale.js';

/**
 * What java's environment needs besides what it inherits (undefined: a variable that it must not have); not meant for
 * the processors that inherit it in turn, whose launcher gives them what the user has.
 *
 * - Files are named in UTF-8, whatever the user's locale.
 * - glibc gives each thread an arena of its own to allocate from, up to eight for each core, and gives little of them
 *   back. The daemon has a few dozen threads: over half an hour of steady load java grew by 190 KB a minute with them
 *   and by 20 with two arenas (measured, Java 17, 2 cores, from the 15th minute on).
 * - An empty HOME is none: the AWS SDK for Java would look for the shared AWS files in the current folder.
 */
export async function javaEnvironment(
  { env, platform }: Pick<Context, 'env' | 'platform'>,
  locale?: LocaleOfFiles,
): Promise<Environment> {
  const files = locale ?? (await utf8Locale(platform));
  return {
    ...(files.kind === 'found' && env['LC_ALL'] !== files.name ? { LC_ALL: files.name } : {}),
    ...(platform === 'linux' && env['MALLOC_ARENA_MAX'] === undefined ? { MALLOC_ARENA_MAX: '2' } : {}),
    ...(env['HOME'] === '' ? { HOME: undefined } : {}),
  };
}
