import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordingJava, type RecordedStart } from '../../../support/recording-java.js';
import { runCli } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const processor = 'export default { processRecords() {} };\n';

/** What differs from run to run: the run's folder, the ports of the embedded servers. */
function steady(text: string): string {
  return text
    .replaceAll(/kcl-ts-\w{6}\b/g, 'kcl-ts-RUN')
    .replaceAll(/127\.0\.0\.1(\\?:)\w+/g, '127.0.0.1$1PORT');
}

function shellWords(text: string): string[] {
  const script = `printf '%s\\0' ${text.trim()}`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

interface Shown {
  readonly args: readonly string[];
  readonly added: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
  readonly cwd: string;
  readonly properties: string;
}

/** The parts of what --dry-run prints. */
function parse(stdout: string): Shown {
  const [command = '', cwd = '', ...rest] = steady(stdout)
    .split(/^# .*\n/m)
    .slice(1);
  const removed = rest.length === 3 ? rest[1] : '';
  const [added = '', properties = ''] = [rest[0], rest.at(-1)];
  const lines = added.trimEnd().split(/\n(?=\w+=)/);
  return {
    args: shellWords(command).slice(1),
    added: Object.fromEntries(
      lines.map((line): [string, string] => {
        const at = line.indexOf('=');
        return [line.slice(0, at), shellWords(line.slice(at + 1)).join()];
      }),
    ),
    removed: (removed ?? '').split('\n').filter(Boolean),
    cwd: cwd.trim(),
    properties: properties.trim(),
  };
}

/** What java was started with, in the same form. */
function difference({ args, env, cwd, properties }: RecordedStart, before: Record<string, string>): Shown {
  return {
    args: args.map(steady),
    added: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) => (before[name] === value ? [] : [[name, steady(value)]])),
    ),
    removed: Object.keys(before).filter((name) => env[name] === undefined),
    cwd,
    properties: steady(properties).trim(),
  };
}

describe('kcl-ts run --dry-run shows the command, the environment and the properties of the run', () => {
  it.each([
    ['on the embedded stack', ['--local', '--shards', '1']],
    ['on AWS', ['--region', 'us-east-1', '--endpoint-url', 'http://127.0.0.1:1', '--profile', 'dev']],
  ])('%s', async (_, flags) => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'processor.ts'), processor);
    await mkdir(join(cwd, 'lib'));
    await writeFile(join(cwd, 'config'), '[profile dev]\naws_access_key_id=a\naws_secret_access_key=b\n');
    const java = await recordingJava(cwd, '25');
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      NO_PROXY: '127.0.0.1',
      LC_ALL: 'C',
      AWS_CONFIG_FILE: join(cwd, 'config'),
      AWS_SESSION_TOKEN: 'token',
      JAVA_TOOL_OPTIONS: '-XX:+UseG1GC',
    };
    const args = [
      ...['run', 'processor.ts', '--stream', 'words', '--app', 'MyApp', '--worker-id', 'me'],
      ...['--java', java.home, '--java-opts', '-Xmx512m "-Dname=two words"', '--classpath', 'lib', ...flags],
    ];
    const options = { cwd, env: { ...env }, extendEnv: false };
    const shown = await runCli([...args, '--dry-run'], options);
    expect(shown.stderr).toBe('');
    await runCli(args, options);
    const expected = difference(await java.started(), env);
    expect(parse(shown.stdout)).toEqual(expected);
    expect(expected.args).toContain('-Dname=two words');
    expect(expected.args[expected.args.indexOf('-cp') + 1]).toMatch(/\.jar:[^:]*lib$/);
    expect(expected.args.includes('-XX:TieredStopAtLevel=1')).toBe(flags.includes('--local'));
    expect(expected.args).not.toContain('-XX:+UseSerialGC');
    expect(expected.added).toMatchObject({ LC_ALL: 'C.UTF-8' });
  });
});

describe('kcl-ts run --dry-run --processes 2', () => {
  it('shows how the processes that serve the shards are started, too', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'processor.ts'), processor);
    const args = ['run', 'processor.ts', '--stream', 'words', '--app', 'MyApp', '--local', '--dry-run'];
    const { stdout } = await runCli([...args, '--processes', '2'], { cwd });
    const [, command = '', added = ''] =
      /^# at most 2 processes serve the shards; each is started as\n(.+)\n\n# with these added to its environment\n([^]*?)\n\n/m.exec(
        stdout,
      ) ?? [];
    const [node, ...flags] = shellWords(command);
    expect(node).toBe(process.execPath);
    expect(flags).toContain('--require');
    expect(flags.at(-1)).toMatch(/child\.cjs$/);
    const settings = added.split('\n').find((line) => line.startsWith('KCL_TS_HOST_SETTINGS='));
    const [json = ''] = shellWords((settings ?? '').replace(/^\w+=/, ''));
    expect(JSON.parse(json)).toMatchObject({ onError: 'fail', reports: { kind: 'fifo' } });
    // What the embedded servers need, the processor may use as well.
    expect(added).toMatch(/^AWS_ACCESS_KEY_ID=/m);
    const { stdout: without } = await runCli([...args, '--processes', 'per-shard'], { cwd });
    expect(without).not.toContain('serve the shards');
  });
});
