import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { packagedLockFile } from '../../../../src/cli/flags/jars.js';
import { readLockFile } from '../../../../src/maven/lock/lock-file.js';
import { daemonClassPath } from '../../../maven/support/daemon-jars.js';
import { startMavenServer } from '../../../maven/support/maven-server.js';
import { runCli, type CliResult } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

let folder: string;
let jars: string;
/** The daemon's own main jar: without it nothing starts. */
let damaged: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  jars = join(folder, 'jars');
  await mkdir(jars);
  const classPath = await daemonClassPath();
  await Promise.all(classPath.map((file) => copyFile(file, join(jars, basename(file)))));
  damaged = join(jars, 'amazon-kinesis-client-multilang-3.1.3.jar');
  const content = await readFile(damaged);
  content[4000] = (content[4000] ?? 0) ^ 1;
  await writeFile(damaged, content);
  await writeFile(join(folder, 'records.txt'), 'one\ntwo\n');
  await writeFile(
    join(folder, 'processor.mjs'),
    `export default {
      processRecords({ records }) {
        for (const record of records) console.log('read ' + record.text());
      },
    };`,
  );
});

function run(...flags: readonly string[]): Promise<CliResult> {
  const target = ['--stream', 'words', '--app', 'MyApp', '--local', '--records', 'records.txt'];
  return runCli(['run', './processor.mjs', ...target, '--until-caught-up', '--jars-dir', jars, ...flags], {
    cwd: folder,
    // Where there is no ~/.m2 that may have the jar.
    env: { HOME: folder },
  });
}

describe('a bit flipped in a cached jar', () => {
  it('is noticed by run, which fetches that jar again and goes on', async () => {
    const { groups } = await readLockFile(packagedLockFile);
    const path = groups.daemon.find((jar) => basename(jar.path) === basename(damaged))?.path ?? '';
    const [original] = (await daemonClassPath()).filter((file) => basename(file) === basename(damaged));
    const content = await readFile(original ?? '');
    const server = await startMavenServer(new Map([[path, content]]));
    const result = await run('--maven-repo', server.url);
    expect(result.exitCode, result.stderr).toBe(0);
    expect(result.stderr).toMatch(
      /multilang-3\.1\.3\.jar has sha256 \w{64}, expected \w{64}: fetching it again/,
    );
    expect(result.stderr).toMatch(/read one[^]*read two|read two[^]*read one/);
    expect(server.requests.map((request) => request.path)).toEqual([path]);
    expect(await readFile(damaged)).toEqual(content);
  }, 60_000);

  it('ends run --offline with exit 4 and the name of the jar', async () => {
    const result = await run('--offline');
    expect(result.exitCode, result.stderr).toBe(4);
    expect(result.stderr).toContain(`${damaged} has sha256`);
    expect(result.stderr).not.toContain('read ');
  }, 60_000);
});
