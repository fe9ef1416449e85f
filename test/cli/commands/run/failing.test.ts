import { readdir, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DeleteStreamCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { kinesisAt } from '../../../support/aws.js';
import { against, embeddedStack } from '../../../support/embedded-stack.js';
import { markProcesses } from '../../../support/marked-processes.js';
import { runCli, type CliResult } from '../../../support/run-cli.js';
import { startCli } from '../../../support/running-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const hangsOnBad = fileURLToPath(new URL('fixtures/hangs-on-bad.ts', import.meta.url));
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
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toMatch(
      /^kcl-ts: the processor failed in processRecords of shardId-\d{12}: TypeError: cannot read/m,
    );
    expect(stderr).toMatch(
      /TypeError: cannot read this record\n\s+at ThrowsOnBad\.processRecords \(.*throws-on-bad\.ts:6:\d+/,
    );
    expect(stderr.match(/cannot read this record/g)).toHaveLength(1);
    expect(stderr).not.toMatch(/ kcl\.\w+:|Reached end of STDIN|node:/);
    // What the process tells kcl-ts is not for people.
    expect(stderr).not.toContain('{"type":"failed"');
    expect(leftBehind).toEqual([]);
  }, 90_000);

  it('is passed over with --on-error skip', async () => {
    const { exitCode, stderr } = await run(
      throwsOnBad,
      ['good', 'bad'],
      ['--on-error', 'skip', '--until-caught-up'],
    );
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toMatch(
      /processRecords failed; going on, as --on-error skip says\n\s+TypeError: cannot read this record\n\s+at .*throws-on-bad\.ts:6/,
    );
  }, 90_000);
});

describe('a processor that does not finish in time', () => {
  it('ends the worker, and the other shards get their last checkpoint', async () => {
    const { exitCode, stderr, leftBehind } = await run(
      hangsOnBad,
      ['good', 'good', 'good', 'good', 'bad'],
      ['--processor-timeout', '2s'],
    );
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toMatch(
      /^kcl-ts: the processor failed in processRecords of shardId-\d{12}: TimeoutError: it did not finish within 2 s/m,
    );
    expect(stderr.match(/checkpointed/g)).toHaveLength(1);
    expect(leftBehind).toEqual([]);
  }, 90_000);

  it('ends the worker also when it cannot be told, for it blocks', async () => {
    const { exitCode, stderr, leftBehind } = await run(hangsOnBad, ['block'], ['--processor-timeout', '1s']);
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toMatch(/^kcl-ts: the processor of shardId-\d{12} did not answer processRecords in time/m);
    expect(leftBehind).toEqual([]);
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
    expect(result.exitCode, result.stderr).toBe(1);
    expect(result.stderr).toContain(
      'kcl-ts: the processor of shardId-000000000000 ended by itself with code 7 instead of answering initialize',
    );
    expect(result.stderr).toContain('module not found');
  }, 90_000);
});

describe('a java that runs out of memory', () => {
  it('is named as the cause, with what to do', async () => {
    const { exitCode, stderr, leftBehind } = await run(throwsOnBad, ['good'], ['--java-opts', '-Xmx9m']);
    expect(exitCode, stderr).toBe(1);
    expect(stderr).toMatch(/^kcl-ts: the worker failed: java ran out of memory/m);
    expect(stderr).toContain('→ give it more with --java-opts');
    expect(leftBehind).toEqual([]);
  }, 90_000);
});

describe('embedded servers that are killed', () => {
  it('end the worker at once', async () => {
    const cwd = await temporaryFolder();
    const mark = markProcesses();
    const names = ['--stream', 'words', '--app', 'MyApp', '--local', '--shards', '1'];
    const worker = startCli(['run', hangsOnBad, ...names], { cwd, env: mark.env });
    await worker.saw(/started at/);
    await worker.saw(/records put/);
    const servers = [...(await mark.processes())].find(([, command]) =>
      command.includes('local/entry/stack'),
    );
    if (!servers) throw new Error('the embedded servers were not found');
    process.kill(servers[0], 'SIGKILL');
    const { exitCode, stderr } = await worker.result;
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain(
      'kcl-ts: the worker was stopped: the embedded Kinesis and DynamoDB failed: their process was killed by SIGKILL',
    );
    await mark.gone(10_000);
  }, 90_000);
});

describe('a stream that is deleted while it is read', () => {
  it('ends the worker, and says what its application would make of a new one', async () => {
    const { exitCode, stderr } = await readDeleted(() => [throwsOnBad], /started at/);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain("kcl-ts: the worker was stopped: the stream 'words' was deleted");
    expect(stderr).toContain('→ before you read a new stream of this name, delete the table Deleted');
  }, 90_000);

  it('ends a worker whose program tells nothing of its shards', async () => {
    const { exitCode, stderr } = await readDeleted(async (cwd) => {
      await writeFile(join(cwd, 'app.cjs'), existingApp);
      return ['--exec', 'node app.cjs'];
    }, /initialized by itself/);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain("kcl-ts: the worker was stopped: the stream 'words' was deleted");
  }, 90_000);
});

const existingApp = `const kcl = require(${JSON.stringify(createRequire(import.meta.url).resolve('aws-kcl'))});
  const checkpoint = ({ checkpointer }, done) => checkpointer.checkpoint(() => done());
  kcl({
    initialize(input, done) {
      console.error('initialized by itself');
      done();
    },
    processRecords: (input, done) => done(),
    leaseLost: (input, done) => done(),
    shardEnded: checkpoint,
    shutdownRequested: checkpoint,
  }).run();`;

/** Deletes the stream once each of its two shards has said `word`. */
async function readDeleted(
  processor: (cwd: string) => readonly string[] | Promise<readonly string[]>,
  word: RegExp,
): Promise<CliResult> {
  const stack = await embeddedStack({ shards: 2, application: 'Deleted', workerId: 'w' });
  const { env, flags } = against(stack);
  const cwd = await temporaryFolder();
  const names = ['--stream', 'words', '--app', 'Deleted', '--worker-id', 'w'];
  const worker = startCli(['run', ...(await processor(cwd)), ...names, ...flags], { cwd, env });
  await worker.saw(word, 2);
  const kinesis = kinesisAt(stack.kinesisEndpoint);
  await kinesis.send(new DeleteStreamCommand({ StreamName: 'words' }));
  return worker.result;
}
