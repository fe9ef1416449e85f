import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLockFile } from '../../../src/maven/lock/lock-file.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('a lock file of KCL 2.5.4', () => {
  it('holds a daemon that starts and reads records', async () => {
    const folder = await temporaryFolder();
    const lockFile = join(folder, 'jars.lock');
    expect(await runCli(['lock', '--kcl-version', '2.5.4', '--jars-lock', lockFile])).toMatchObject({
      exitCode: 0,
    });
    expect((await readLockFile(lockFile)).kcl).toBe('2.5.4');

    await writeFile(join(folder, 'records.txt'), 'one\ntwo\nthree\nfour\nfive\n');
    await writeFile(
      join(folder, 'processor.mjs'),
      `export default {
        async processRecords({ records, checkpointer }) {
          for (const record of records) console.log('read ' + record.text());
          await checkpointer.checkpoint();
        },
      };`,
    );
    const target = ['--stream', 'words', '--app', 'Kcl2', '--local', '--records', 'records.txt'];
    const jars = ['--jars-lock', lockFile];
    const result = await runCli(['run', './processor.mjs', ...target, ...jars, '--until-caught-up'], {
      cwd: folder,
      env: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    });
    expect(result.exitCode, result.stderr).toBe(0);
    const read = [...`${result.stdout}${result.stderr}`.matchAll(/read (\w+)/g)].map(([, word]) => word);
    expect(read.sort()).toEqual(['five', 'four', 'one', 'three', 'two']);
  }, 300_000);
});
