import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decodeChildEvent, type ChildEvent } from '../../../src/child/event.js';
import { readMarkedLine } from '../../../src/child/reports/marked-line.js';
import { eachLine } from '../../../src/each-line.js';
import { DaemonEnd } from '../support/daemon-end.js';
import { batch, status } from '../support/drive-session.js';

const program = fileURLToPath(new URL('fixtures/two-shards.mjs', import.meta.url));
const secret = 'of-the-test';

async function startTwo() {
  const child = spawn(process.execPath, [program, secret], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed: string[] = [];
  const events: ChildEvent[] = [];
  const [, stdout, stderr, ...ends] = child.stdio as unknown as (Readable & Writable)[];
  if (!stdout || !stderr) throw new Error('expected what was asked for as stdio');
  void eachLine(stdout, (line) => printed.push(line));
  void eachLine(stderr, (line) => {
    const { text, report } = readMarkedLine(secret, line);
    const event = report === undefined ? undefined : decodeChildEvent(report);
    if (event) events.push(event);
    else printed.push(text);
  });
  const exit = once(child, 'close').then(([code]) => code as number | null);
  const [a, b] = [0, 2].map((at) => new DaemonEnd(ends[at] as Writable, ends[at + 1] as Readable));
  if (!a || !b) throw new Error('expected two pipes');
  for (const [shard, shardId] of [[a, 'shard-a'] as const, [b, 'shard-b'] as const]) {
    expect(await shard.call({ action: 'initialize', shardId })).toEqual(status('initialize'));
  }
  return { a, b, printed, events, exit };
}

async function stop(...shards: DaemonEnd[]): Promise<void> {
  for (const shard of shards) {
    expect(await shard.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    shard.input.end();
  }
}

/** Sends so much to a shard whose answers nobody reads that they cannot all be on their way; serves the other meanwhile. */
async function fill(shard: DaemonEnd, other: DaemonEnd): Promise<string[]> {
  shard.output.pause();
  const names = Array.from({ length: 200 }, (_, index) => `${index} ${'x'.repeat(20_000)}`);
  for (const [index, action] of names.entries()) {
    shard.write({ action });
    expect(await other.checkpoint(String(index))).toEqual(status('processRecords'));
  }
  return names;
}

describe('two shards in one process', () => {
  it('each have their own order and their own checkpoints', async () => {
    const { a, b, events, printed, exit } = await startTwo();
    a.write(batch('waits for its checkpoint'));
    expect(await a.next()).toMatchObject({ action: 'checkpoint', sequenceNumber: '100' });
    expect(await b.checkpoint('7')).toEqual(status('processRecords'));
    expect(await b.checkpoint('8')).toEqual(status('processRecords'));
    expect(await a.call({ action: 'checkpoint', error: null })).toEqual(status('processRecords'));
    await stop(a, b);
    expect(await exit).toBe(0);
    const ended = events.filter(({ type }) => type === 'ended');
    expect(ended).toMatchObject([
      { shardId: 'shard-a', reason: 'leaseLost', checkpoint: { sequenceNumber: '100' } },
      { shardId: 'shard-b', reason: 'leaseLost', checkpoint: { sequenceNumber: '8' } },
    ]);
    expect(printed).toEqual(['waits for its checkpoint', 'record', 'record']);
  });

  it('do not wait for each other when the daemon of one does not read its answers', async () => {
    const { a, b, exit } = await startTwo();
    const names = await fill(a, b);
    a.output.resume();
    for (const name of names) expect(await a.next()).toEqual(status(name));
    await stop(a, b);
    expect(await exit).toBe(0);
  });

  it.each(['throw astray', 'reject astray'])(
    'do not fail together: after "%s" only the shard whose processor did it is closed',
    async (text) => {
      const { a, b, events, exit } = await startTwo();
      a.write(batch(text));
      let answer = await a.next();
      // the error may come before or after the answer to the batch that caused it
      if (answer !== undefined) answer = await a.next();
      expect(answer).toBeUndefined();
      expect(await b.checkpoint('7')).toEqual(status('processRecords'));
      await stop(b);
      expect(await exit).toBe(1);
      const failures = events.filter(({ type }) => type === 'failed');
      expect(failures).toMatchObject([{ shardId: 'shard-a', during: 'background', message: text }]);
    },
  );

  it('say all that they had to say before one of them ends the process', async () => {
    const { a, b, events, exit } = await startTwo();
    await fill(a, b);
    b.write(batch('exit'));
    a.output.resume();
    const answers: unknown[] = [];
    for (let next = await a.next(); next !== undefined; next = await a.next()) answers.push(next);
    expect(await b.next()).toBeUndefined();
    expect(await exit).toBe(1);
    const handled = events.filter(({ type }) => type === 'warning');
    expect(answers).toHaveLength(handled.length);
    expect(handled.length).toBeGreaterThan(0);
    const message = 'the processor called process.exit(0)';
    const failures = events.filter(({ type }) => type === 'failed');
    expect(failures).toMatchObject([{ shardId: 'shard-b', during: 'processRecords', message }]);
  });

  it('do not end together when the daemon of one is gone', async () => {
    const { a, b, events, exit } = await startTwo();
    a.output.destroy();
    a.write({ action: 'more' });
    expect(await b.checkpoint('7')).toEqual(status('processRecords'));
    await stop(b);
    expect(await exit).toBe(0);
    expect(events.filter(({ type }) => type === 'failed')).toEqual([]);
    const end = { type: 'ended', shardId: 'shard-a', reason: 'eof', records: 0 };
    expect(events).toContainEqual(expect.objectContaining(end));
  });
});
