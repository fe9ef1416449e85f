import { chmod, mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { daemonClassPath } from '../../maven/support/daemon-jars.js';
import { markProcesses } from '../../support/marked-processes.js';
import { inCache } from '../../support/real-context.js';
import { runCli, type CliResult } from '../../support/run-cli.js';
import { startCli } from '../../support/running-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('fetch-jars --warm', () => {
  it('makes an archive of classes that later runs load them from, and survives its damage', async () => {
    const { cli, classes } = await machine();
    const made = await cli('fetch-jars', '--warm', 'local');
    expect(made).toMatchObject({ exitCode: 0, stdout: '' });
    const [name = ''] = await archivesIn(classes);
    const file = join(classes, name);
    expect(made.stderr).toMatch(/^66 jars verified in .*\nrunning the daemon once .*\nclass archive made: /);
    expect(made.stderr).toContain(file);
    expect((await cli('fetch-jars', '--warm', 'local')).stderr).toContain(`class archive found: ${file}`);
    expect(await archivesIn(classes)).toEqual([name]);

    expect(await archivedClasses(cli)).toBeGreaterThan(5_000);

    await truncate(file, 5_000_000);
    expect(await archivedClasses(cli)).toBe(0);

    // A run on AWS has another class path, and an archive of its own.
    expect((await cli('fetch-jars', '--warm')).exitCode).toBe(0);
    expect(await archivesIn(classes)).toHaveLength(2);
  }, 240_000);

  it('is refused with a java that makes no archives', async () => {
    const { cli, classes } = await machine();
    const jdk = await temporaryFolder();
    await mkdir(join(jdk, 'bin'));
    await writeFile(join(jdk, 'bin', 'java'), '#!/bin/sh\nexit 99\n');
    await chmod(join(jdk, 'bin', 'java'), 0o755);
    await writeFile(join(jdk, 'release'), 'JAVA_VERSION="11.0.2"\n');
    const { exitCode, stderr } = await cli('fetch-jars', '--warm', '--java', jdk);
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toMatch(/java 11\.0\.2 at .* cannot make class archives, expected 13 or newer/);
    await expect(readdir(classes)).rejects.toThrow('ENOENT');
  });
});

describe('run --local', () => {
  it('makes the class archive for later runs in its background, once for all that run at once', async () => {
    const { classes, environment, cli } = await machine();
    const mark = markProcesses();
    const workers = ['One', 'Two'].map((app) =>
      startCli(
        ['run', 'processor.mjs', '--stream', 'words', '--app', app, '--local', '--log-level', 'debug'],
        {
          ...environment,
          env: { ...environment.env, ...mark.env },
        },
      ),
    );
    await vi.waitFor(async () => expect(await archivesIn(classes)).toHaveLength(1), {
      timeout: 200_000,
      interval: 250,
    });
    for (const worker of workers) worker.signal('SIGINT');
    for (const worker of workers) expect((await worker.result).exitCode).toBe(0);
    const making = workers.flatMap((worker) => [...worker.output().matchAll(/making a class archive/g)]);
    expect(making).toHaveLength(1);
    await mark.gone(10_000);
    expect((await readdir(classes)).filter((name) => !/^(?:daemon|local)-.*(?:jsa|jar)$/.test(name))).toEqual(
      [],
    );
    expect(await archivedClasses(cli)).toBeGreaterThan(5_000);
  }, 300_000);

  it('leaves no process and no half of an archive when it stops while it makes one', async () => {
    const { classes, environment } = await machine();
    const mark = markProcesses();
    const worker = startCli(
      ['run', 'processor.mjs', '--stream', 'words', '--app', 'Stop', '--local', '--log-level', 'debug'],
      { ...environment, env: { ...environment.env, ...mark.env } },
    );
    await worker.saw(/making a class archive/);
    worker.signal('SIGINT');
    expect((await worker.result).exitCode).toBe(0);
    await mark.gone(15_000);
    expect((await readdir(classes)).filter((name) => !name.endsWith('.jar'))).toEqual([]);
  }, 120_000);
});

interface Machine {
  cli(...args: string[]): Promise<CliResult>;
  /** Where the command line runs. */
  readonly environment: { readonly cwd: string; readonly env: Readonly<Record<string, string>> };
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
  const environment = { cwd, env: { KCL_TS_CACHE: cache } };
  return {
    environment,
    classes: join(cache, 'v1', 'classes'),
    cli: (...args) => runCli(args, environment),
  };
}

async function archivesIn(classes: string): Promise<string[]> {
  return (await readdir(classes)).filter((name) => name.endsWith('.jsa'));
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
