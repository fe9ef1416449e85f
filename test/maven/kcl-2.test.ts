import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLockFile } from '../../src/maven/lock-file.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

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
    const java = await javaForKcl2(folder);
    const target = ['--stream', 'words', '--app', 'Kcl2', '--local', '--records', 'records.txt'];
    const jars = ['--jars-lock', lockFile, '--java', java];
    const result = await runCli(['run', './processor.mjs', ...target, ...jars, '--until-caught-up'], {
      cwd: folder,
      env: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    });
    expect(result.exitCode, result.stderr).toBe(0);
    const read = [...`${result.stdout}${result.stderr}`.matchAll(/read (\w+)/g)].map(([, word]) => word);
    expect(read.sort()).toEqual(['five', 'four', 'one', 'three', 'two']);
  }, 300_000);
});

/** KCL 2 has its credentials from version 1 of the SDK, under another key and with other names. */
async function javaForKcl2(folder: string): Promise<string> {
  const launcher = join(folder, 'java');
  const credentials = 'AWSCredentialsProvider=DefaultAWSCredentialsProviderChain';
  await writeFile(
    launcher,
    `#!/bin/sh
for argument; do
  case $argument in *.properties) sed -i.before 's/^[aA]wsCredentialsProvider *=.*/${credentials}/' "$argument" ;; esac
done
exec java "$@"
`,
  );
  await chmod(launcher, 0o755);
  return launcher;
}
