import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markProcesses } from '../../support/marked-processes.js';
import { runCli } from '../../support/run-cli.js';
import { startCli } from '../../support/running-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const source = `export default class {
  async processRecords({ records, checkpointer }) {
    for (const record of records) {
      console.log(record.partitionKey, record.text());
      if (record.text() === 'boom') throw new Error('that was too much');
    }
    await checkpointer.withRetry({ delayMs: 0 }).checkpoint(records.at(-1));
  }
}`;

async function simulate(args: readonly string[], input?: string, processor = source) {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, 'processor.ts'), processor);
  return runCli(['simulate', ...args], { cwd, ...(input === undefined ? {} : { input }) });
}

const place = (index: number) => `49${String(index).padStart(54, '0')}`;

describe('kcl-ts simulate', () => {
  it('prints checkpoints on stdout and what the processor says on stderr', async () => {
    const { stdout, stderr, exitCode } = await simulate(
      ['processor.ts', '-', '--batch', '2'],
      'one\n{"data":"two","partitionKey":"k"}\nthree\n',
    );
    expect(stdout).toBe(`checkpoint ${place(1)}\ncheckpoint ${place(2)}`);
    expect(stderr).toMatch(/shardId-000000000000 key-0 one\n.*shardId-000000000000 k two/);
    expect(stderr).toContain('shutdown after 3 records in 2 batches');
    expect(exitCode).toBe(0);
  });

  it('injects what it is told to', async () => {
    const inject = ['--inject', 'throttle@2', '--inject', 'shard-end@2'];
    const { stdout, exitCode } = await simulate(
      ['processor.ts', '-', '--batch', '1', '--kpl', '2', ...inject],
      'a\nb\nc\nd\ne\n',
    );
    expect(stdout.split('\n')).toEqual([
      `checkpoint ${place(0)}/1`,
      `checkpoint ${place(1)}/1 refused: ThrottlingException`,
      `checkpoint ${place(1)}/1`,
      'checkpoint SHARD_END',
    ]);
    expect(exitCode).toBe(0);
  });

  it('exits with 1 and the stack in the source when the processor fails', async () => {
    const { stdout, stderr, exitCode } = await simulate(
      ['processor.ts', '-', '--batch', '1'],
      'a\nboom\nc\n',
    );
    expect(stdout).toBe(`checkpoint ${place(0)}`);
    expect(stderr).toContain('the processor failed in batch 2: that was too much');
    expect(stderr).toMatch(/processRecords \(.*processor\.ts:5:\d+\)/);
    expect(exitCode).toBe(1);
  });

  it.each([
    [['missing.ts'], 5, 'does not exist'],
    [[], 2, 'no processor given'],
    [['processor.ts', 'missing.txt'], 2, 'missing.txt'],
    [['processor.ts', '--inject', 'nothing@1'], 2, 'throttle, shutdown, lease-lost, shard-end'],
    [['processor.ts', '--batch', '0'], 2, 'whole number from 1'],
    [['processor.ts', 'records.txt', '--exec', 'cat'], 2, 'expected one of them'],
  ])('refuses %j with exit code %i', async (args, code, message) => {
    const { exitCode, stderr } = await simulate(args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(code);
  });

  it('runs a program of another kind, and says what is wrong with one', async () => {
    const wrong = await simulate(['--exec', 'node -e "process.exit(7)"']);
    expect(wrong.stderr).toContain('the processor ended before the first batch, with exit code 7');
    expect(wrong.exitCode).toBe(1);
    const module = createRequire(import.meta.url).resolve('aws-kcl');
    const existing = `const kcl = require(${JSON.stringify(module)});
      kcl({
        initialize: (input, done) => done(),
        processRecords: ({ records, checkpointer }, done) =>
          checkpointer.checkpoint(records.at(-1).sequenceNumber, (error) => done()),
        leaseLost: (input, done) => done(),
        shardEnded: ({ checkpointer }, done) => checkpointer.checkpoint((error) => done()),
        shutdownRequested: ({ checkpointer }, done) => checkpointer.checkpoint((error) => done()),
      }).run();`;
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'app.cjs'), existing);
    const right = await runCli(
      ['simulate', '-', '--exec', 'node app.cjs', '--batch', '2', '--inject', 'shard-end'],
      {
        cwd,
        input: 'a\nb\nc\n',
      },
    );
    expect(right.stdout).toBe(`checkpoint ${place(1)}\ncheckpoint ${place(2)}\ncheckpoint SHARD_END`);
    expect(right.exitCode).toBe(0);
  });

  it('runs a program that starts itself with run(), which prints as it likes from there on', async () => {
    const cwd = await temporaryFolder();
    const library = new URL('../../../dist/index.js', import.meta.url).href;
    await writeFile(
      join(cwd, 'app.mjs'),
      `import { run } from ${JSON.stringify(library)};
      console.log('early');
      await run({
        async processRecords({ records, checkpointer }) {
          console.log('got', records.length);
          await checkpointer.checkpoint();
        },
      });`,
    );
    const { stdout, stderr, exitCode } = await runCli(['simulate', '-', '--exec', 'node app.mjs'], {
      cwd,
      input: 'a\nb\n',
    });
    expect(stdout).toBe(`checkpoint ${place(1)}`);
    expect(stderr).toMatch(
      /skipped a line on stdout that is not a message: early\n.*shardId-000000000000 got 2/,
    );
    expect(exitCode).toBe(0);
  });

  it('gives a processor one library for import and require, also where node cannot require ES modules', async () => {
    const cwd = await temporaryFolder();
    await writeFile(
      join(cwd, 'handle.cjs'),
      `const { CheckpointError, currentShard } = require('kcl-ts');
      module.exports = (error) => console.log(currentShard().shardId, error instanceof CheckpointError);`,
    );
    await writeFile(
      join(cwd, 'processor.ts'),
      `import { defineProcessor, CheckpointError } from 'kcl-ts';
      import handle from './handle.cjs';
      export default defineProcessor({
        async processRecords({ checkpointer }) {
          const error: unknown = await checkpointer.checkpoint('9'.repeat(56)).catch((thrown: unknown) => thrown);
          console.log(error instanceof CheckpointError);
          handle(error);
        },
      });`,
    );
    const { stderr, exitCode } = await runCli(['simulate', 'processor.ts', '-'], {
      cwd,
      env: { NODE_OPTIONS: '--no-experimental-require-module' },
      input: 'a\n',
    });
    expect(stderr).toMatch(/shardId-000000000000 true\n.*shardId-000000000000 shardId-000000000000 true\n/);
    expect(exitCode).toBe(0);
  });

  it('gives records of up to 10 MiB in batches of 10 MiB, as Kinesis does', async () => {
    const sizes = [10, 5, 5, 5].map((mebibytes) => mebibytes * 1024 * 1024 - 1);
    const { stdout, stderr, exitCode } = await simulate(
      ['processor.ts', '-'],
      sizes.map((size) => JSON.stringify({ data: 'x'.repeat(size), partitionKey: 'k' })).join('\n'),
      `export default class {
        processRecords({ records, checkpointer }) {
          console.log('sizes', ...records.map(({ data }) => data.length));
          return checkpointer.checkpoint();
        }
      }`,
    );
    expect(stderr.match(/sizes .*/g)).toEqual([
      `sizes ${sizes[0]}`,
      `sizes ${sizes[1]} ${sizes[2]}`,
      `sizes ${sizes[3]}`,
    ]);
    expect(stdout).toBe([0, 2, 3].map((index) => `checkpoint ${place(index)}`).join('\n'));
    expect(exitCode).toBe(0);
  });

  it('writes whatever it says in JSON in one shape', async () => {
    const { stderr } = await simulate(
      ['processor.ts', '-', '--log-format', 'json', '--batch', '1'],
      'fine\nboom\n',
    );
    const said = stderr.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    const ok = await simulate(['processor.ts', '-', '--log-format', 'json'], 'fine\n');
    said.push(...ok.stderr.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>));
    for (const line of said) {
      expect(line).toMatchObject({
        time: expect.stringMatching(/^\d{4}-/) as string,
        level: expect.stringMatching(/^(?:info|warn|error)$/) as string,
        source: expect.stringMatching(/^(?:kcl-ts|processor)$/) as string,
        message: expect.any(String) as string,
      });
      expect(line).not.toHaveProperty('logger');
    }
    expect(said.map(({ source }) => source)).toEqual([
      'processor',
      'processor',
      'kcl-ts',
      'processor',
      'kcl-ts',
    ]);
  });

  describe('leaves no process behind', () => {
    const linux = process.platform === 'linux';

    it.runIf(linux)('when a line is no record', async () => {
      const mark = markProcesses();
      const cwd = await temporaryFolder();
      await writeFile(join(cwd, 'processor.ts'), source);
      const { exitCode, stderr } = await runCli(['simulate', 'processor.ts', '-', '--batch', '1'], {
        cwd,
        env: mark.env,
        input: 'fine\nfine\n{"data":"a","partitionKey":""}\n',
      });
      expect(stderr).toContain('line 3 of standard input is not a record');
      expect(exitCode).toBe(2);
      expect([...(await mark.processes()).values()]).toEqual([]);
    });

    it.runIf(linux)('when it is stopped while it waits for records', async () => {
      const mark = markProcesses();
      const cwd = await temporaryFolder();
      await writeFile(join(cwd, 'processor.ts'), source);
      const running = startCli(['simulate', 'processor.ts', '-', '--batch', '1'], { cwd, env: mark.env });
      running.type('one\ntwo\nthree\n');
      await running.saw(/ one\n/);
      running.signal('SIGINT');
      const { stderr, exitCode } = await running.result;
      expect(stderr).toMatch(/shutdown after [12] records? in/);
      expect(exitCode).toBe(130);
      expect([...(await mark.processes()).values()]).toEqual([]);
    });

    it.runIf(linux)('when the processor dies while the next records are still to come', async () => {
      const dies = `export default class {
        processRecords() { setTimeout(() => { throw new Error('later'); }, 50); }
      }`;
      const mark = markProcesses();
      const cwd = await temporaryFolder();
      await writeFile(join(cwd, 'processor.ts'), dies);
      const running = startCli(['simulate', 'processor.ts', '-', '--batch', '1'], { cwd, env: mark.env });
      running.type('one\ntwo\nthree\n');
      const { stderr, exitCode } = await running.result;
      expect(stderr).toContain('later');
      expect(exitCode).toBe(1);
      expect([...(await mark.processes()).values()]).toEqual([]);
    });

    it.runIf(linux)('when a program goes on after its input has ended', async () => {
      const mark = markProcesses();
      const cwd = await temporaryFolder();
      await writeFile(
        join(cwd, 'app.sh'),
        `trap '' HUP INT TERM
        read message; printf '{"action":"status","responseFor":"nothing"}\\n'
        sleep 600 & wait`,
      );
      const { stderr, exitCode } = await runCli(['simulate', '--exec', 'sh app.sh'], { cwd, env: mark.env });
      expect(stderr).toContain('gave a wrong answer before the first batch, and was killed');
      expect(exitCode).toBe(1);
      expect([...(await mark.processes()).values()]).toEqual([]);
    });
  });
});
