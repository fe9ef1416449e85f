import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder, type CacheContext } from '../../../src/maven/cache/cache-folder.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

async function user(more: Partial<CacheContext> = {}): Promise<CacheContext & { readonly base: string }> {
  const base = await temporaryFolder();
  for (const name of ['home', 'tmp']) await mkdir(join(base, name), { mode: 0o777 });
  await chmod(join(base, 'tmp'), 0o777);
  await chmod(base, 0o755);
  return {
    base,
    homedir: join(base, 'home'),
    tmpdir: join(base, 'tmp'),
    cwd: '/work',
    platform: 'linux',
    env: {},
    ...more,
  };
}

const own = `kcl-ts-cache-${process.getuid?.() ?? ''}`;

describe.skipIf(process.platform === 'win32')('the cache', () => {
  it.each([
    ['where XDG_CACHE_HOME says', { env: { XDG_CACHE_HOME: '/xdg' } }, '/xdg/kcl-ts/v1'],
    [
      'in LOCALAPPDATA on Windows',
      { platform: 'win32' as const, env: { LOCALAPPDATA: '/l' } },
      '/l/kcl-ts/v1',
    ],
    ['where KCL_TS_CACHE says', { env: { KCL_TS_CACHE: '/c', XDG_CACHE_HOME: '/xdg' } }, '/c/v1'],
    ['where KCL_TS_CACHE says from here', { env: { KCL_TS_CACHE: 'c' } }, '/work/c/v1'],
  ])('is %s', async (_, context, expected) => {
    expect(cacheFolder(await user(context))).toBe(expected);
    expect(cacheFolder(await user({ ...context, homedir: undefined }))).toBe(expected);
  });

  it.each([
    ['~/.cache', 'linux', '.cache/kcl-ts/v1'],
    ['~/Library/Caches on macOS', 'darwin', 'Library/Caches/kcl-ts/v1'],
    ['AppData on Windows', 'win32', 'AppData/Local/kcl-ts/v1'],
  ] as const)('is in %s', async (_, platform, expected) => {
    const context = await user({ platform });
    expect(cacheFolder(context)).toBe(join(context.base, 'home', expected));
  });

  it('is among the temporary files where there is no home', async () => {
    const context = await user({ homedir: undefined });
    expect(cacheFolder(context)).toBe(join(context.base, 'tmp', own, 'v1'));
    expect(cacheFolder(context)).toBe(join(context.base, 'tmp', own, 'v1'));
  });

  it('is not taken from another, who could have put anything there', async () => {
    const open = await user({ homedir: undefined });
    await mkdir(join(open.base, 'tmp', own));
    await chmod(join(open.base, 'tmp', own), 0o777);
    const linked = await user({ homedir: undefined });
    await symlink(open.base, join(linked.base, 'tmp', own));
    for (const context of [open, linked]) {
      expect(() => cacheFolder(context)).toThrow(/does not belong to this user alone/);
    }
  });
});
