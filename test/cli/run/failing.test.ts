import { readdir, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCli, type CliResult } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const throwsOnBad = fileURLToPath(new URL('fixtures/throws-on-bad.ts', import.meta.url));

interface Run extends CliResult {
  readonly leftBehind: string[];
}

async function run(
  processor: string,
  records: readonly string[],
  flags: readonly string[] = [],
): Promise<Run> {
  const cwd = await temporaryFolder();
  const tmp = join(cwd, 'tmp');
  await mkdir(tmp);
  await writeFile(join(cwd, 'records.txt'), records.map((line) => `${line}\n`).join(''));
  const local = [
    '--stream',
    'words',
    '--app',
    'MyApp',
    '--local',
    '--shards',
    '2',
    '--records',
    'records.txt',
  ];
  const result = await runCli(['run', processor, ...local, ...flags], { cwd, env: { TMPDIR: tmp } });
  return { ...result, leftBehind: await readdir(tmp) };
}

describe('a processor that throws', () => {
  it('ends the worker with exit 1 and its TypeScript stack, and leaves nothing behind', async () => {
    const { exitCode, stderr, leftBehind } = await run(throwsOnBad, ['good', 'good', 'bad', 'good']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^kcl-ts: the processor failed in processRecords of shardId-\d{12}: TypeError: cannot read/m,
    );
    expect(stderr).toMatch(/throws-on-bad\.ts:6:\d+/);
    expect(leftBehind).toEqual([]);
  }, 90_000);

  it('is passed over with --on-error skip', async () => {
    const { exitCode, stderr } = await run(
      throwsOnBad,
      ['good', 'bad'],
      ['--on-error', 'skip', '--until-caught-up'],
    );
    expect(exitCode).toBe(0);
    expect(stderr).toContain('cannot read this record');
  }, 90_000);
});

describe('a program given with --exec that ends by itself', () => {
  it('ends the worker with exit 1, its exit code and its last lines', async () => {
    const cwd = await temporaryFolder();
    const result = await runCli(
      [
        ...['run', '--exec', `/bin/sh -c "echo 'module not found' >&2; exit 7"`],
        ...['--stream', 'words', '--app', 'MyApp', '--local', '--shards', '1'],
      ],
      { cwd },
    );
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(
      'kcl-ts: the processor of shardId-000000000000 ended by itself with code 7 instead of answering initialize',
    );
    expect(result.stderr).toContain('module not found');
  }, 90_000);
});
