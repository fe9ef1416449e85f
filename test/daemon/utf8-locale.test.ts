import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { utf8Locale } from '../../src/daemon/utf8-locale.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('the locale in which java names files', () => {
  it.each(['C.utf8', 'C.UTF-8'])("is glibc's %s where it is installed", async (name) => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, name));
    expect(await utf8Locale('linux', { libraries: folder, locales: folder })).toEqual({
      kind: 'found',
      name: 'C.UTF-8',
    });
  });

  it('is there without being installed where musl is the C library', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'ld-musl-x86_64.so.1'), '');
    expect(await utf8Locale('linux', { libraries: folder, locales: '/nowhere' })).toMatchObject({
      name: 'C.UTF-8',
    });
  });

  it('is not needed on macOS and Windows', async () => {
    expect(await utf8Locale('darwin')).toEqual({ kind: 'not needed' });
    expect(await utf8Locale('win32')).toEqual({ kind: 'not needed' });
  });
});
