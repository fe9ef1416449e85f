import { chmod, chown, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { findJava } from '../../src/daemon/find-java.js';
import { daemonClassPath } from '../maven/support/daemon-jars.js';
import { works } from '../support/namespaces.js';
import { cli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Writes what it gets, and what its environment says, into the folder that OUT names. */
const processor = `
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
export default {
  processRecords({ records }) {
    const { LC_ALL, LANG, HOME, MALLOC_ARENA_MAX } = process.env;
    for (const record of records) {
      const line = { data: record.text(), key: record.partitionKey, env: { LC_ALL, LANG, HOME, MALLOC_ARENA_MAX } };
      appendFileSync(join(process.env.OUT, 'out.jsonl'), JSON.stringify(line) + '\\n');
    }
  },
};
`;

interface Machine {
  readonly base: string;
  /** All that a run may write is below it. */
  readonly writable: string;
  readonly project: string;
  readonly jars: string;
  readonly env: Record<string, string>;
}

/** A project, and jars, all with é and a blank in their paths. */
async function machine(): Promise<Machine> {
  const base = join(await temporaryFolder(), 'é');
  const writable = join(base, 'writable ü');
  const project = join(base, 'project ß');
  const jars = join(base, 'jars ø');
  for (const folder of [project, jars, join(writable, 'tmp'), join(writable, 'out')])
    await mkdir(folder, { recursive: true });
  await writeFile(join(project, 'processor.ts'), processor);
  await writeFile(join(project, 'records.jsonl'), '{"partitionKey":"clé","data":"naïve"}\n');
  for (const jar of await daemonClassPath()) await cp(jar, join(jars, jar.slice(jar.lastIndexOf('/') + 1)));
  const env = {
    PATH: process.env['PATH'] ?? '',
    NO_PROXY: '127.0.0.1',
    TMPDIR: join(writable, 'tmp'),
    OUT: join(writable, 'out'),
    KCL_TS_JARS_DIR: jars,
  };
  return { base, writable, project, jars, env };
}

interface Delivered {
  readonly data: string;
  readonly key: string;
  readonly env: Readonly<Record<string, string>>;
}

interface RunOptions {
  /** The command that starts the program that follows it. */
  readonly under?: readonly string[];
  readonly env?: Record<string, string>;
  readonly args?: readonly string[];
}

/** Runs the worker on that machine until it has read all, and returns the one record that it got. */
async function run(
  { project, writable, env }: Machine,
  { under = [], env: more = {}, args = [] }: RunOptions,
): Promise<Delivered> {
  const [file = '', ...words] = [
    ...under,
    process.execPath,
    ...[cli, 'run', 'processor.ts', '--local', '--shards', '1', '--records', 'records.jsonl'],
    ...['--stream', 'words', '--app', 'MyApp', '--until-caught-up', ...args],
  ];
  const { exitCode, all } = await execa(file, words, {
    cwd: project,
    env: { ...env, ...more },
    extendEnv: false,
    reject: false,
    all: true,
  });
  expect(all).not.toMatch(/ERROR|WARN|Exception/);
  expect(exitCode, all).toBe(0);
  expect(await readdir(join(writable, 'tmp'))).toEqual([]);
  const lines = (await readFile(join(writable, 'out', 'out.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Delivered;
}

const stranger = 54_321;
const setpriv = ['setpriv', `--reuid=${stranger}`, `--regid=${stranger}`, '--clear-groups'];
const unshare = ['unshare', '--mount'];

describe.skipIf(process.platform === 'win32')('kcl-ts run', () => {
  it('names all its files under LC_ALL=C where each path has é, and leaves the processor its locale', async () => {
    const here = await machine();
    const home = join(here.writable, 'home');
    await mkdir(home);
    const { path } = await findJava(undefined, { env: process.env, cwd: '/', platform: process.platform });
    await symlink(dirname(dirname(path)), join(here.base, 'java ï'));
    const args = ['--java', join(here.base, 'java ï', 'bin', 'java'), '--java-opts', '-Xmx300m'];
    const env = { LC_ALL: 'C', HOME: home, _JAVA_OPTIONS: '-XX:+UseG1GC', AWS_CONFIG_FILE: join(home, 'ä') };
    expect(await run(here, { env, args })).toEqual({
      data: 'naïve',
      key: 'clé',
      env: { LC_ALL: 'C', HOME: home },
    });
  }, 60_000);

  it.skipIf(!works(setpriv) || !works(unshare))(
    'serves a user of no name and no home, on a root that is read-only and a temporary folder that runs nothing (needs root, setpriv and unshare)',
    async () => {
      const here = await machine();
      await chmod(dirname(here.base), 0o755);
      await writeFile(join(here.project, 'options.txt'), '# collector\n-XX:+UseParallelGC\n');
      const readOnly = [
        'mount --make-rprivate /',
        `mount -t tmpfs -o noexec,mode=1777 none "$TMPDIR"`,
        `mount -t tmpfs -o mode=1777 none /dev/shm`,
        `mount --bind "$OUT" "$OUT"`,
        'mount -o remount,bind,ro /',
        'exec "$@"',
      ].join(' && ');
      await chown(join(here.writable, 'out'), stranger, stranger);
      const env = { JDK_JAVA_OPTIONS: '@options.txt' };
      const under = [...unshare, 'sh', '-c', readOnly, 'sh', ...setpriv];
      expect(await run(here, { under, env })).toEqual({ data: 'naïve', key: 'clé', env: {} });
    },
    60_000,
  );

  it('takes an empty HOME for none, a collector from JAVA_TOOL_OPTIONS, and a script that starts the newest java here without exec', async () => {
    const here = await machine();
    const java = join(here.base, 'shim');
    await writeFile(
      java,
      `#!/bin/sh\n'${await newestJava()}' -Dby.script=yes "$@"\nstatus=$?\nexit $status\n`,
    );
    await chmod(java, 0o755);
    const env = { HOME: '', LANG: 'xx_XX.UTF-8', JAVA_TOOL_OPTIONS: '-XX:+UseG1GC -Dfile.encoding=UTF-8' };
    const delivered = await run(here, { env, args: ['--java', java] });
    expect(delivered.env).toEqual({ HOME: '', LANG: 'xx_XX.UTF-8' });
    expect((await readdir(here.project)).sort()).toEqual(['processor.ts', 'records.jsonl']);
  }, 60_000);
});

/** From 24 on it warns of what the daemon does unless it is told not to. */
async function newestJava(): Promise<string> {
  const context = { env: process.env, cwd: '/', platform: process.platform };
  const installed = (await readdir('/usr/lib/jvm').catch(() => [])).map((name) => join('/usr/lib/jvm', name));
  const found = await Promise.all(
    [undefined, ...installed].map((home) => findJava(home, context).catch(() => undefined)),
  );
  const javas = found.filter((java) => java !== undefined).sort((a, b) => b.major - a.major);
  return javas[0]?.path ?? 'java';
}
