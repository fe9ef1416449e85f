import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../src/maven/cache-folder.js';

const user = { homedir: '/home/me', cwd: '/work', platform: 'linux' as NodeJS.Platform, env: {} };

describe.skipIf(process.platform === 'win32')('the cache', () => {
  it.each([
    ['in ~/.cache', user, '/home/me/.cache/kcl-ts/v1'],
    ['where XDG_CACHE_HOME says', { ...user, env: { XDG_CACHE_HOME: '/xdg' } }, '/xdg/kcl-ts/v1'],
    [
      'in ~/Library/Caches on macOS',
      { ...user, platform: 'darwin' as const },
      '/home/me/Library/Caches/kcl-ts/v1',
    ],
    [
      'in LOCALAPPDATA on Windows',
      { ...user, platform: 'win32' as const, env: { LOCALAPPDATA: '/l' } },
      '/l/kcl-ts/v1',
    ],
    ['where KCL_TS_CACHE says', { ...user, env: { KCL_TS_CACHE: '/c', XDG_CACHE_HOME: '/xdg' } }, '/c/v1'],
    ['where KCL_TS_CACHE says from here', { ...user, env: { KCL_TS_CACHE: 'c' } }, '/work/c/v1'],
  ])('is %s', (_, context, expected) => {
    expect(cacheFolder(context)).toBe(expected);
  });
});
