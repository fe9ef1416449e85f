import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { batch, status } from '../support/drive-session.js';
import { startProcessor } from '../support/start-processor.js';

const shardId = 'shardId-000000000001';
const quiet = { ending: { kind: 'exited', exitCode: 0 }, overran: false };
const failed = { ending: { kind: 'exited', exitCode: 1 }, overran: false };

describe.each(['linux', 'win32'] as const)('a processor started as on %s', (platform) => {
  it('serves a shard from its first message to its last', async () => {
    const child = await startProcessor(
      `export default class {
        initialize({ shardId }) { console.log('initialize', shardId); }
        async processRecords({ records, checkpointer }) {
          console.log(...records.map((record) => record.text()));
          await checkpointer.checkpoint(records.at(-1));
        }
        async shutdownRequested({ checkpointer }) { await checkpointer.checkpoint(); }
      }`,
      { platform },
    );
    expect(await child.initialize()).toEqual(status('initialize'));
    expect(await child.call(batch('a', 'b'))).toEqual({
      action: 'checkpoint',
      sequenceNumber: '101',
      subSequenceNumber: 0,
    });
    const acknowledged = { action: 'checkpoint', sequenceNumber: '101', subSequenceNumber: 0, error: null };
    expect(await child.call(acknowledged)).toEqual(status('processRecords'));
    expect(await child.call({ action: 'shutdownRequested' })).toEqual({ action: 'checkpoint' });
    expect(await child.call({ ...acknowledged, sequenceNumber: null })).toEqual(status('shutdownRequested'));
    expect(await child.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    expect(await child.end()).toEqual(quiet);
    expect(child.output).toEqual([`initialize ${shardId}`, 'a b']);
    expect(child.noise).toEqual([]);
    const session = expect.stringMatching(/^\w{5,}$/) as string;
    expect(child.events).toEqual([
      { type: 'initialized', shardId, session, sequenceNumber: 'TRIM_HORIZON' },
      {
        type: 'ended',
        shardId,
        session,
        reason: 'shutdownRequested',
        records: 2,
        checkpoint: { sequenceNumber: '101', subSequenceNumber: 0 },
      },
    ]);
  });

  it('may print as it likes: nothing of it reaches the protocol', async () => {
    const child = await startProcessor(
      `console.log('top level');
      process.stdout.write('no line end, ');
      export default {
        processRecords() {
          console.log('log', { a: 1 });
          console.error('error');
          process.stdout.write('written\\n');
          console.log('{"action":"status","responseFor":"processRecords"}');
        },
      };`,
      { platform },
    );
    expect(await child.initialize()).toEqual(status('initialize'));
    expect(await child.call(batch('a'))).toEqual(status('processRecords'));
    expect(await child.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    await child.end();
    expect(child.noise).toEqual([]);
    expect(child.output).toEqual([
      'top level',
      // there, reports come between: they share stderr
      ...(platform === 'win32' ? ['no line end, ', 'log { a: 1 }'] : ['no line end, log { a: 1 }']),
      'error',
      'written',
      '{"action":"status","responseFor":"processRecords"}',
    ]);
  });
});

describe('what no JavaScript can catch', () => {
  it('stays off the protocol too: descriptors, child processes, workers, reads of stdin', async () => {
    const child = await startProcessor(
      `import { execFileSync, spawnSync } from 'node:child_process';
      import { readFileSync, writeSync } from 'node:fs';
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      export default {
        async processRecords() {
          writeSync(1, 'descriptor 1\\n');
          spawnSync('echo', ['inherited'], { stdio: 'inherit' });
          execFileSync('sh', ['-c', 'echo to 3 >&3 || echo 3 is closed; echo to 4 >&4 || echo 4 is closed'], { stdio: ['inherit', 'inherit', 'ignore'] });
          await once(new Worker('console.log("worker")', { eval: true }), 'exit');
          console.log('stdin holds', readFileSync(0, 'utf8').length);
        },
      };`,
    );
    await child.initialize();
    expect(await child.call(batch('a'))).toEqual(status('processRecords'));
    await child.end();
    expect(child.noise).toEqual([]);
    expect(child.output.sort()).toEqual(
      ['descriptor 1', 'inherited', '3 is closed', '4 is closed', 'worker', 'stdin holds 0'].sort(),
    );
  });

  it('does not outlive the shard: a process that the processor left behind holds no end of the protocol', async () => {
    const child = await startProcessor(
      `import { spawn } from 'node:child_process';
      export default {
        processRecords() {
          const left = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
          left.unref();
          console.log(left.pid);
        },
      };`,
    );
    await child.initialize();
    await child.call(batch('a'));
    await child.call({ action: 'leaseLost' });
    expect(await child.end()).toEqual(quiet);
    expect(await child.next()).toBeUndefined();
    // it is still there: the process and its descriptors were not what kept anything open
    expect(process.kill(Number(child.output[0]), 'SIGKILL')).toBe(true);
  });
});

describe('a large batch', () => {
  it('of 10,000 records arrives whole', async () => {
    const child = await startProcessor(
      `export default {
        async processRecords({ records, checkpointer }) {
          const numbers = records.map((record) => record.json().n);
          await checkpointer.checkpoint(String(records.length), numbers.reduce((a, b) => a + b, 0));
        },
      };`,
    );
    await child.initialize();
    const texts = Array.from({ length: 10_000 }, (_, n) => JSON.stringify({ n }));
    expect(await child.call(batch(...texts))).toEqual({
      action: 'checkpoint',
      sequenceNumber: '10000',
      subSequenceNumber: 49_995_000,
    });
  });

  it('of 14 MB in one line arrives whole, several times', async () => {
    const child = await startProcessor(
      `import { createHash } from 'node:crypto';
      export default {
        async processRecords({ records: [record], checkpointer }) {
          await checkpointer.checkpoint(createHash('sha256').update(record.data).digest('hex'), record.data.length);
        },
      };`,
    );
    await child.initialize();
    const data = Buffer.alloc(10.5 * 2 ** 20, 'some data, ').toString();
    const { createHash } = await import('node:crypto');
    for (let i = 0; i < 3; i++) {
      expect(await child.call(batch(data))).toEqual({
        action: 'checkpoint',
        sequenceNumber: createHash('sha256').update(data).digest('hex'),
        subSequenceNumber: data.length,
      });
      const reply = { action: 'checkpoint', sequenceNumber: null, subSequenceNumber: null, error: null };
      expect(await child.call(reply)).toEqual(status('processRecords'));
    }
  });
});

describe('an error', () => {
  it.each([
    ['thrown', `throw new TypeError('no')`],
    ['of a promise', `await Promise.reject(new TypeError('no'))`],
  ])('%s by a method ends the process, with its place in the source', async (_, statement) => {
    const child = await startProcessor(
      `interface Input { records: unknown[] }
export default class Broken {
  async processRecords({ records }: Input): Promise<void> {
    if (records.length > 0) ${statement};
  }
}`,
    );
    await child.initialize();
    expect(await child.call(batch('a'))).toBeUndefined();
    expect(await child.end()).toEqual(failed);
    expect(child.events.at(-1)).toMatchObject({
      type: 'failed',
      shardId,
      during: 'processRecords',
      name: 'TypeError',
      message: 'no',
      stack: expect.stringMatching(/Broken\.processRecords \(.*processor\.ts:4:\d+\)/) as string,
    });
    expect(child.output).toEqual([]);
  });

  it.each([
    ['an exception', `setImmediate(() => { throw new Error('astray'); })`, /astray/],
    ['a rejection', `void Promise.reject(new Error('astray'))`, /astray/],
    ['a rejection with no error', `void Promise.reject('astray')`, /astray/],
  ])('that nobody waits for (%s) ends the process', async (_, statement, message) => {
    const child = await startProcessor(
      `export default { processRecords() { ${statement}; return new Promise(() => {}); } };`,
    );
    await child.initialize();
    expect(await child.call(batch('a'))).toBeUndefined();
    expect(await child.end()).toEqual(failed);
    expect(child.events.at(-1)).toMatchObject({
      type: 'failed',
      during: 'background',
      message: expect.stringMatching(message) as string,
    });
  });

  it('that the processor handles itself is its own business', async () => {
    const child = await startProcessor(
      `process.on('uncaughtException', (error) => console.log('handled', error.message));
      export default {
        async processRecords() {
          setImmediate(() => { throw new Error('astray'); });
          await new Promise((resolve) => setTimeout(resolve, 20));
        },
      };`,
    );
    await child.initialize();
    expect(await child.call(batch('a'))).toEqual(status('processRecords'));
    await child.end();
    expect(child.output).toEqual(['handled astray']);
  });

  it.each([0, 3])('is what process.exit(%i) counts as', async (code) => {
    const child = await startProcessor(`export default { processRecords() { process.exit(${code}); } };`);
    await child.initialize();
    expect(await child.call(batch('a'))).toBeUndefined();
    expect(await child.end()).toEqual(failed);
    expect(child.events.at(-1)).toMatchObject({
      type: 'failed',
      during: 'processRecords',
      message: `the processor called process.exit(${code})`,
      stack: expect.stringMatching(/processor\.ts:1:\d+/) as string,
    });
  });

  it('of loading is reported before the daemon asks for anything', async () => {
    const child = await startProcessor(`import './missing.js'; throw new Error('at the top');`, {
      files: { 'missing.js': '' },
    });
    expect(await child.next()).toBeUndefined();
    expect(await child.end()).toEqual(failed);
    expect(child.events).toMatchObject([{ type: 'failed', during: 'load', message: 'at the top' }]);
  });

  it('of a lost lease that nobody waits for is only a warning', async () => {
    const child = await startProcessor(
      `export default { processRecords({ checkpointer }) { void checkpointer.checkpoint(); } };`,
    );
    await child.initialize();
    await child.call(batch('a'));
    const reply = { action: 'checkpoint', sequenceNumber: null, subSequenceNumber: null };
    expect(await child.call({ ...reply, error: 'ShutdownException' })).toEqual(status('processRecords'));
    expect(await child.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    expect(await child.end()).toEqual(quiet);
    expect(child.events).toMatchObject([{ type: 'initialized' }, { type: 'warning' }, { type: 'ended' }]);
  });
});

describe("the daemon's side", () => {
  const idle = 'export default { processRecords() {} };';

  it('may vanish: the process ends', async () => {
    const child = await startProcessor(idle);
    await child.initialize();
    expect(await child.end()).toEqual(quiet);
    expect(child.events.at(-1)).toMatchObject({ type: 'ended', reason: 'eof' });
  });

  it('may vanish in the middle of a line: what is incomplete does not count', async () => {
    const child = await startProcessor(`export default { processRecords() { console.log('called'); } };`);
    await child.initialize();
    child.writeRaw(JSON.stringify(batch('a')).slice(0, 100));
    expect(await child.end()).toEqual(quiet);
    expect(child.output).toEqual([]);
  });

  it('may read no more: the process ends, and no processor is blamed for it', async () => {
    const child = await startProcessor(idle);
    await child.initialize();
    child.stdout.destroy();
    child.write(JSON.stringify(batch('a')));
    expect(await child.end()).toEqual(quiet);
    expect(child.events.at(-1)).toMatchObject({ type: 'ended', reason: 'eof' });
  });

  it('may not send garbage: the process fails, and says what came', async () => {
    const child = await startProcessor(idle);
    await child.initialize();
    child.writeRaw('garbage\n');
    expect(await child.next()).toBeUndefined();
    expect(await child.end()).toEqual(failed);
    expect(child.events.at(-1)).toMatchObject({
      type: 'failed',
      during: 'protocol',
      message: expect.stringContaining('"garbage"') as string,
    });
  });

  it('stops a processor, not a signal', async () => {
    const child = await startProcessor(
      `export default { processRecords() { for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(process.pid, signal); } };`,
    );
    await child.initialize();
    expect(await child.call(batch('a'))).toEqual(status('processRecords'));
    expect(await child.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    expect(await child.end()).toEqual(quiet);
  });
});

describe('a module', () => {
  it('that runs itself is served until its shard is done', async () => {
    const child = await startProcessor(
      `import { run } from 'kcl-ts';
      console.log('before');
      await run({ processRecords({ records }) { console.log(records.length); } });
      console.log('after');`,
    );
    expect(await child.initialize()).toEqual(status('initialize'));
    expect(await child.call(batch('a', 'b'))).toEqual(status('processRecords'));
    expect(await child.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    expect(await child.end()).toEqual(quiet);
    expect(child.output.slice(0, 2)).toEqual(['before', '2']);
  });

  it('shares the errors and the context of the library that runs it', async () => {
    const child = await startProcessor(
      `import { CheckpointError, currentShard } from 'kcl-ts';
      export default {
        async processRecords({ checkpointer }) {
          const error = await checkpointer.checkpoint().catch((caught) => caught);
          console.log(error instanceof CheckpointError, currentShard().shardId);
        },
      };`,
    );
    await child.initialize();
    await child.call(batch('a'));
    await child.call({ action: 'checkpoint', error: 'InvalidStateException' });
    await child.end();
    expect(child.output).toEqual([`true ${shardId}`]);
  });

  it('does not see the variables that tell kcl-ts what to do', async () => {
    const child = await startProcessor(
      `export default { processRecords() { console.log(process.env.KCL_TS_CHILD_SETTINGS, process.env.MINE); } };`,
      { env: { MINE: 'mine' } },
    );
    await child.initialize();
    await child.call(batch('a'));
    await child.end();
    expect(child.output).toEqual(['undefined mine']);
  });
});

describe('a trace', () => {
  it('holds every line in and out, a file for each shard', async () => {
    const folder = await temporaryFolder();
    const child = await startProcessor('export default { processRecords() {} };', {
      traceFile: join(folder, 'trace.log'),
    });
    await child.initialize();
    await child.call(batch('a'));
    await child.call({ action: 'leaseLost' });
    await child.end();
    const trace = await readFile(join(folder, `trace-${shardId}.log`), 'utf8');
    const lines = trace
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^\d+ /, ''));
    expect(lines).toEqual([
      `in {"action":"initialize","shardId":"${shardId}","sequenceNumber":"TRIM_HORIZON","subSequenceNumber":0}`,
      'out {"action":"status","responseFor":"initialize"}',
      `in ${JSON.stringify(batch('a'))}`,
      'out {"action":"status","responseFor":"processRecords"}',
      'in {"action":"leaseLost"}',
      'out {"action":"status","responseFor":"leaseLost"}',
    ]);
  });
});
