import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLockFile } from '../../../src/maven/lock/lock-file.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { wordsRead } from '../support/words-read.js';

describe('a lock file of KCL 2.5.4', () => {
  it('holds a daemon that starts and reads records', async () => {
    const folder = await temporaryFolder();
    const lockFile = join(folder, 'jars.lock');
    expect(await runCli(['lock', '--kcl-version', '2.5.4', '--jars-lock', lockFile])).toMatchObject({
      exitCode: 0,
    });
    expect((await readLockFile(lockFile)).kcl).toBe('2.5.4');

    const words = ['one', 'two', 'three', 'four', 'five'];
    const read = await wordsRead(lockFile, 'Kcl2', words);
    expect(read).toEqual(['five', 'four', 'one', 'three', 'two']);
  }, 300_000);
});
