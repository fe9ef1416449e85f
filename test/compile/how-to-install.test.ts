import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { howToInstall } from '../../src/compile/how-to-install.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('how to install what an import names', () => {
  it.each([
    ['pnpm-lock.yaml', 'pnpm add @scope/name'],
    ['yarn.lock', 'yarn add @scope/name'],
    ['package-lock.json', 'npm install @scope/name'],
  ])('follows the lock file %s of a folder above', async (lockFile, command) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, lockFile), '');
    expect(howToInstall('@scope/name/deep/file.js', join(folder, 'src'))).toBe(command);
  });

  it.each(['./file.js', '../file.js', '/file.js', '#internal', 'node:fs'])(
    'is not said of %s',
    (specifier) => {
      expect(howToInstall(specifier, '/')).toBeUndefined();
    },
  );
});
