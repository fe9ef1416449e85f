import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { against, embeddedStack } from '../../../support/embedded-stack.js';
import { runCli, type CliResult } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const works = `export default { processRecords() {} };\n`;

interface Project {
  /** Runs `kcl-ts run` there, against no AWS. */
  readonly run: (args: readonly string[], env?: Record<string, string>) => Promise<CliResult>;
  /** What a run left in its temporary folder. */
  readonly leftBehind: () => Promise<string[]>;
}

async function project(files: Record<string, string>): Promise<Project> {
  const cwd = await temporaryFolder();
  const tmp = join(cwd, 'tmp');
  await mkdir(tmp);
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
  return {
    run: (args, env = {}) =>
      runCli(['run', ...args], { cwd, env: { AWS_REGION: 'us-east-1', TMPDIR: tmp, ...env } }),
    leftBehind: () => readdir(tmp),
  };
}

const names = ['--stream', 'words', '--app', 'MyApp', '--local'];

/** One message, no stack of kcl-ts's own, nothing on stdout. */
function expectMessage({ stdout, stderr }: CliResult, ...parts: (string | RegExp)[]): void {
  expect(stdout).toBe('');
  expect(stderr.match(/^kcl-ts: /gm)).toHaveLength(1);
  for (const part of parts) expect(stderr).toMatch(part);
  expect(stderr).not.toMatch(/dist\/(cli|worker|compile|maven)\//);
}

describe('kcl-ts run refuses, before java starts,', () => {
  it.each([
    [
      'a file that does not exist',
      './procesor.ts',
      5,
      [/procesor\.ts does not exist/, /did you mean .*processor\.ts/],
    ],
    ['a processor without processRecords', './empty.ts', 5, [/processRecords/]],
    ['a syntax error, with its place', './syntax.ts', 5, [/syntax\.ts:3:1/]],
    ['an error thrown while it loads, with its place', './throws.ts', 5, [/no database/, /throws\.ts:2:/]],
    ['a package that is not installed', './import.ts', 5, [/no-such-package/, /import\.ts:1/]],
  ])('%s', async (_, file, code, parts) => {
    const { run, leftBehind } = await project({
      'processor.ts': works,
      'empty.ts': 'export default { processRecord() {} };\n',
      'syntax.ts': 'export default {\n  processRecords( {\n};\n',
      'throws.ts': `export default { processRecords() {} };\nthrow new Error('no database');\n`,
      'import.ts': `import 'no-such-package';\n${works}`,
    });
    const result = await run([file, ...names]);
    expect(result.exitCode, result.stderr).toBe(code);
    expectMessage(result, ...parts);
    expect(await leftBehind()).toEqual([]);
  });

  it.each([
    ['a stream name with a blank', ['--stream', 'my words', '--app', 'A'], /my words/],
    ['a stream name that is not ASCII', ['--stream', 'wörter', '--app', 'MyApp'], /wörter/],
    ['an application name with a blank', ['--stream', 'words', '--app', 'My App'], /My App/],
    ['no stream', ['--app', 'MyApp'], /--stream/],
    ['no application', ['--stream', 'words'], /--app/],
    ['a start position that is none', [...names, '--from', 'yesterday'], /yesterday/],
    ['a misspelt key', [...names, '--set', 'failoverTimeMilis=1'], /failoverTimeMillis/],
    ['--records without --local', ['--stream', 'words', '--app', 'MyApp', '--records', 'x'], /--local/],
    ['an error policy that is none', [...names, '--on-error', 'retry'], /retry:N/],
  ])('%s', async (_, args, part) => {
    const { run, leftBehind } = await project({ 'processor.ts': works });
    const { exitCode, stderr } = await run(['./processor.ts', ...args]);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toMatch(part);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await leftBehind()).toEqual([]);
  });

  it('an unknown flag, and suggests the one that was meant', async () => {
    const { run } = await project({ 'processor.ts': works });
    const { exitCode, stderr } = await run(['./processor.ts', '--steam', 'words']);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain("unknown option '--steam'");
    expect(stderr).toContain('did you mean --stream?');
  });

  it('a command without a processor', async () => {
    const { run } = await project({});
    const result = await run(names);
    expect(result.exitCode, result.stderr).toBe(2);
    expectMessage(result, 'no processor was given', 'kcl-ts run ./processor.ts');
  });

  it.each([['--until-caught-up'], ['--ready-file', 'ready'], ['--health-port', '0'], ['--ui-port', '0']])(
    'to watch the shards of a program for %s',
    async (...flags) => {
      const { run, leftBehind } = await project({});
      const result = await run([...names, '--exec', 'python3 app.py', ...flags]);
      expect(result.exitCode, result.stderr).toBe(2);
      expectMessage(result, `${flags[0]} needs a processor file, got the program python3 app.py`);
      expect(await leftBehind()).toEqual([]);
    },
  );

  it('a machine without java', async () => {
    const { run, leftBehind } = await project({ 'processor.ts': works });
    const result = await run(['./processor.ts', ...names], { PATH: '/nowhere', JAVA_HOME: '' });
    expect(result.exitCode, result.stderr).toBe(3);
    expectMessage(result, 'java was not found in PATH', '--java');
    expect(await leftBehind()).toEqual([]);
  });

  it('a cache that cannot be written', async () => {
    const { run, leftBehind } = await project({ 'processor.ts': works, 'a-file': '' });
    const result = await run(['./processor.ts', ...names], { KCL_TS_CACHE: 'a-file' });
    expect(result.exitCode, result.stderr).toBe(4);
    expectMessage(result, /a-file/, 'KCL_TS_CACHE');
    expect(await leftBehind()).toEqual([]);
  });

  it('a machine without credentials', async () => {
    const { run, leftBehind } = await project({ 'processor.ts': works });
    const none = {
      AWS_ACCESS_KEY_ID: '',
      AWS_PROFILE: '',
      HOME: '/nowhere',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const result = await run(['./processor.ts', '--stream', 'words', '--app', 'MyApp'], none);
    expect(result.exitCode, result.stderr).toBe(2);
    expectMessage(result, /credentials/);
    expect(await leftBehind()).toEqual([]);
  });

  it('records that are missing', async () => {
    const { run, leftBehind } = await project({ 'processor.ts': works });
    const result = await run(['./processor.ts', ...names, '--records', 'nothing.txt']);
    expect(result.exitCode, result.stderr).toBe(2);
    expectMessage(result, 'nothing.txt');
    expect(await leftBehind()).toEqual([]);
  });
});

describe('kcl-ts run, when AWS says no,', () => {
  it('names the stream that does not exist', async () => {
    const { run, leftBehind } = await project({ 'processor.ts': works });
    const stack = await embeddedStack({ stream: 'words', shards: 1 });
    const { env, flags } = against(stack);
    const result = await run(['./processor.ts', '--stream', 'wrods', '--app', 'MyApp', ...flags], env);
    expect(result.exitCode, result.stderr).toBe(2);
    expectMessage(result, /no stream 'wrods'/, 'words');
    expect(await leftBehind()).toEqual([]);
  }, 60_000);
});
