import { chmod, mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { daemonClassPath } from '../../maven/support/daemon-jars.js';
import { inCache } from '../../support/real-context.js';
import { runCli, type CliResult } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('fetch-jars --warm', () => {
  it('makes an archive of classes that later runs load them from, and survives its damage', async () => {
    const { cli, classes } = await machine();
    const made = await cli('fetch-jars', '--warm');
    expect(made).toMatchObject({ exitCode: 0, stdout: '' });
    const [name = ''] = await readdir(classes);
    const file = join(classes, name);
    expect(made.stderr).toMatch(/^66 jars verified in .*\nrunning the daemon once .*\nclass archive made: /);
    expect(made.stderr).toContain(file);
    expect((await cli('fetch-jars', '--warm')).stderr).toContain(`class archive found: ${file}`);
    expect(await readdir(classes)).toEqual([name]);

    expect(await archivedClasses(cli)).toBeGreaterThan(5_000);

    await truncate(file, 5_000_000);
    expect(await archivedClasses(cli)).toBe(0);
  }, 240_000);

  it('is refused with a java that makes no archives', async () => {
    const { cli, classes } = await machine();
    const jdk = await temporaryFolder();
    await mkdir(join(jdk, 'bin'));
    await writeFile(join(jdk, 'bin', 'java'), '#!/bin/sh\nexit 99\n');
    await chmod(join(jdk, 'bin', 'java'), 0o755);
    await writeFile(join(jdk, 'release'), 'JAVA_VERSION="11.0.2"\n');
    const { exitCode, stderr } = await cli('fetch-jars', '--warm', '--java', jdk);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/java 11\.0\.2 at .* cannot make class archives, expected 13 or newer/);
    await expect(readdir(classes)).rejects.toThrow('ENOENT');
  });
});

interface Machine {
  cli(...args: string[]): Promise<CliResult>;
  /** Where its archives lie. */
  readonly classes: string;
}

/** A cache that has the jars and nothing else. */
async function machine(): Promise<Machine> {
  const cache = await temporaryFolder();
  const cwd = await temporaryFolder();
  await mkdir(join(cache, 'v1'));
  await daemonClassPath();
  await symlink(inCache('jars'), join(cache, 'v1', 'jars'));
  await writeFile(join(cwd, 'processor.mjs'), 'export default { processRecords() {} };\n');
  return {
    classes: join(cache, 'v1', 'classes'),
    cli: (...args) => runCli(args, { cwd, env: { KCL_TS_CACHE: cache } }),
  };
}

/** How many classes a run takes from the archive on top of the JVM's own. */
async function archivedClasses(cli: Machine['cli']): Promise<number> {
  const log = join(await temporaryFolder(), 'classes.log');
  const { exitCode, stderr } = await cli(
    ...['run', 'processor.mjs', '--stream', 'words', '--app', 'Warm', '--local', '--until-caught-up'],
    // The folder's name has a blank, and the JVM wants the quotes inside as well.
    ...['--java-opts', `'-Xlog:class+load:file="${log}"'`],
  );
  expect(exitCode, stderr).toBe(0);
  return (await readFile(log, 'utf8')).match(/source: shared objects file \(top\)/g)?.length ?? 0;
}
