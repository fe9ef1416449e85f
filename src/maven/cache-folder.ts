import { join, resolve } from 'node:path';
import type { Context } from '../context.js';

/** Changes when the layout below it does, so that two versions of kcl-ts can share one machine. */
const LAYOUT = 'v1';

/**
 * The user's cache of kcl-ts: KCL_TS_CACHE, or the platform's place for caches (XDG_CACHE_HOME or ~/.cache,
 * ~/Library/Caches, %LOCALAPPDATA%), and the version of its layout.
 */
export function cacheFolder({
  env,
  homedir,
  platform,
  cwd,
}: Pick<Context, 'env' | 'homedir' | 'platform' | 'cwd'>): string {
  return join(resolve(cwd, env['KCL_TS_CACHE'] || platformCache()), LAYOUT);

  function platformCache(): string {
    if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'kcl-ts');
    if (platform === 'darwin') return join(homedir, 'Library', 'Caches', 'kcl-ts');
    if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(homedir, 'AppData', 'Local'), 'kcl-ts');
    return join(homedir, '.cache', 'kcl-ts');
  }
}
