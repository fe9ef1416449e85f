import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, type CliResult } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const awsKcl = dirname(createRequire(import.meta.url).resolve('aws-kcl/package.json'));

/** A project with these files. */
async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = await temporaryFolder();
  for (const [file, text] of Object.entries(files)) await writeFile(join(cwd, file), text);
  return cwd;
}

interface Told extends CliResult {
  /** What the program says it was called with. */
  readonly log: string;
}

interface Setting {
  readonly inject?: readonly string[];
  readonly env?: Record<string, string>;
}

/** Plays the daemon for the program: as a processor of kcl-ts, or by itself with aws-kcl. */
async function simulate(
  cwd: string,
  by: 'kcl-ts' | 'aws-kcl',
  { inject = [], env = {} }: Setting = {},
): Promise<Told> {
  const LOG = join(cwd, `${by}.log`);
  const words = by === 'kcl-ts' ? ['app.cjs', '-'] : ['-', '--exec', 'node app.cjs'];
  const args = ['--batch', '2', ...inject.flatMap((what) => ['--inject', what])];
  const result = await runCli(['simulate', ...words, ...args], {
    cwd,
    env: { LOG, ...env },
    input: 'one\n{"data":"\u{1F600}","partitionKey":"k"}\nthree\n',
  });
  return { ...result, log: await readFile(LOG, 'utf8').catch(() => result.stderr) };
}

describe('a program of aws-kcl', () => {
  it.each([
    ['until the worker stops, also when a checkpoint fails', { inject: ['throttle@1', 'shutdown'] }],
    ['until its lease is lost', { inject: ['lease-lost@2'] }],
    ['until its shard ends', { inject: ['shard-end'] }],
    ['with the older shutdown, until its lease is lost', { inject: ['lease-lost@2'], env: { OLD: '1' } }],
    ['with the older shutdown, until its shard ends', { inject: ['shard-end'], env: { OLD: '1' } }],
  ])('is called as aws-kcl itself calls it, %s', async (_, options) => {
    const cwd = await project({
      'app.cjs': await readFile(new URL('fixtures/callbacks.cjs', import.meta.url), 'utf8'),
    });
    await mkdir(join(cwd, 'node_modules'));
    await symlink(awsKcl, join(cwd, 'node_modules', 'aws-kcl'));
    const ours = await simulate(cwd, 'kcl-ts', options);
    const theirs = await simulate(cwd, 'aws-kcl', options);
    expect(theirs.log).toContain('processRecords');
    expect(ours.log).toBe(theirs.log);
    expect(ours.stdout).toBe(theirs.stdout);
    expect([ours.exitCode, theirs.exitCode]).toEqual([0, 0]);
  });

  it('needs no aws-kcl, which may also be a folder of files, and prints as it likes', async () => {
    const sample = program("require('../..')", "console.log('has', records.length)");
    const cwd = await project({
      'app.js': program("require('aws-kcl')", "console.log('got', records.length)"),
    });
    await mkdir(join(cwd, 'samples', 'basic'), { recursive: true });
    await writeFile(join(cwd, 'samples', 'basic', 'app.js'), sample);
    await writeFile(join(cwd, 'package.json'), '{ "name": "aws-kcl", "main": "index.js" }');
    await writeFile(join(cwd, 'index.js'), 'throw new Error("this is the real one")');
    for (const [file, said] of [
      ['app.js', 'got 1'],
      ['samples/basic/app.js', 'has 1'],
    ] as const) {
      const { stdout, stderr, exitCode } = await runCli(['simulate', file, '-'], { cwd, input: 'one\n' });
      expect(stderr).toMatch(new RegExp(`shardId-000000000000 ${said}`));
      expect({ stdout, exitCode }).toEqual({ stdout: `checkpoint 49${'0'.repeat(54)}`, exitCode: 0 });
    }
  });

  it('may be TypeScript that imports aws-kcl, or hands its processor to kcl-ts itself', async () => {
    const processor = `{
  initialize: (_: unknown, done: () => void) => done(),
  processRecords: ({ checkpointer }: any, done: () => void) => checkpointer.checkpoint(() => done()),
  shutdown: (_: unknown, done: () => void) => done(),
}`;
    const cwd = await project({
      'imports.mts': `import kcl from 'aws-kcl';\nkcl(${processor}).run();`,
      'exports.mts': `import { fromAwsKcl } from 'kcl-ts';\nexport default fromAwsKcl(${processor});`,
    });
    for (const file of ['imports.mts', 'exports.mts']) {
      const { stdout, exitCode } = await runCli(['simulate', file, '-'], { cwd, input: 'one\n' });
      expect({ stdout, exitCode }).toEqual({ stdout: `checkpoint 49${'0'.repeat(54)}`, exitCode: 0 });
    }
  });

  it.each([
    ['in a method', 'throw new Error("too much")'],
    ['after it is done', 'done(); throw new Error("too much")'],
    ['in a callback', 'checkpointer.checkpoint(() => { throw new Error("too much") }); return'],
  ])('ends the worker when it fails %s', async (_, what) => {
    const cwd = await project({ 'app.js': program("require('aws-kcl')", what) });
    const { stderr, exitCode } = await runCli(['simulate', 'app.js', '-'], { cwd, input: 'one\n' });
    expect(stderr).toMatch(/the processor failed in .*too much[^]*app\.js:4/);
    expect(exitCode).toBe(1);
  });
});

function program(required: string, statement: string): string {
  return `const kcl = ${required};
kcl({
  initialize: (input, done) => done(),
  processRecords({ records, checkpointer }, done) { ${statement}; checkpointer.checkpoint(() => done()); },
  leaseLost: (input, done) => done(),
  shardEnded: (input, done) => done(),
}).run();`;
}
