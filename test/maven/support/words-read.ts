import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { runCli } from '../../support/run-cli.js';

/** Runs the daemon of a lock file on the embedded stack until it has read these words; gives those that it read, sorted. */
export async function wordsRead(
  lockFile: string,
  application: string,
  words: readonly string[],
): Promise<(string | undefined)[]> {
  const folder = dirname(lockFile);
  await writeFile(join(folder, 'records.txt'), words.map((word) => `${word}\n`).join(''));
  await writeFile(
    join(folder, 'processor.mjs'),
    `export default {
      async processRecords({ records, checkpointer }) {
        for (const record of records) console.log('read ' + record.text());
        await checkpointer.checkpoint();
      },
    };`,
  );
  const target = ['--stream', 'words', '--app', application, '--local', '--records', 'records.txt'];
  const result = await runCli(
    ['run', './processor.mjs', ...target, '--jars-lock', lockFile, '--until-caught-up'],
    { cwd: folder, env: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } },
  );
  expect(result.exitCode, result.stderr).toBe(0);
  const read = [...`${result.stdout}${result.stderr}`.matchAll(/read (\w+)/g)].map(([, word]) => word);
  return read.sort();
}
