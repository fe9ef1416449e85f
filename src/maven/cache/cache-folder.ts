import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Context } from '../../context.js';
import { temporaryCache } from './temporary-cache.js';

/** Changes when the layout below it does, so that two versions of kcl-ts can share one machine. */
const LAYOUT = 'v1';

export type CacheContext = Pick<Context, 'env' | 'homedir' | 'tmpdir' | 'platform' | 'cwd'>;

/**
 * The user's cache of kcl-ts: KCL_TS_CACHE, or the platform's place for caches (XDG_CACHE_HOME or ~/.cache,
 * ~/Library/Caches, %LOCALAPPDATA%), and the version of its layout. A user who has no home, or a home without a cache in
 * which none can be made, gets one among the temporary files.
 *
 * @throws KclTsError CACHE_UNUSABLE if that is not this user's alone
 */
export function cacheFolder(context: CacheContext): string {
  const chosen = chosenCache(context);
  if (chosen !== undefined) return join(resolve(context.cwd, chosen), LAYOUT);
  const usual = cacheAtHome(context);
  return join(usual !== undefined && canBe(usual) ? usual : temporaryCache(context.tmpdir), LAYOUT);
}

/** What a variable names is what was wanted, also if it cannot be written. */
function chosenCache({ env, platform }: CacheContext): string | undefined {
  if (env['KCL_TS_CACHE']) return env['KCL_TS_CACHE'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'kcl-ts');
  return platform === 'win32' && env['LOCALAPPDATA'] ? join(env['LOCALAPPDATA'], 'kcl-ts') : undefined;
}

function cacheAtHome({ homedir, platform }: CacheContext): string | undefined {
  if (homedir === undefined) return undefined;
  if (platform === 'darwin') return join(homedir, 'Library', 'Caches', 'kcl-ts');
  return platform === 'win32'
    ? join(homedir, 'AppData', 'Local', 'kcl-ts')
    : join(homedir, '.cache', 'kcl-ts');
}

/** Whether it is there, if only to be read, or can be made. */
function canBe(folder: string): boolean {
  if (existsSync(folder)) return true;
  let parent = dirname(folder);
  while (!existsSync(parent) && dirname(parent) !== parent) parent = dirname(parent);
  try {
    accessSync(parent, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
