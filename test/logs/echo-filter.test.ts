import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEchoFilter } from '../../src/logs/echo-filter.js';
import { readDaemonOutput } from '../../src/logs/read-daemon-output.js';

describe("a line on java's stderr", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('is the own word of java when the log does not have it after a second', () => {
    const own: string[] = [];
    const echo = createEchoFilter((line) => own.push(line), { mark: () => 0, isBehind: () => false });
    echo.raw('OutOfMemoryError');
    vi.advanceTimersByTime(2000);
    expect(own).toEqual(['OutOfMemoryError']);
  });

  it('waits as long as the log is not read up to it: a processor may have printed it', () => {
    const own: string[] = [];
    let isBehind = true;
    const echo = createEchoFilter((line) => own.push(line), { mark: () => 0, isBehind: () => isBehind });
    echo.raw('OutOfMemoryError');
    vi.advanceTimersByTime(600_000);
    echo.logged('OutOfMemoryError');
    isBehind = false;
    vi.advanceTimersByTime(2000);
    echo.flush();
    expect(own).toEqual([]);
  });
});

it('what java printed last is handed on in its order when it has ended, whatever of it has twins', () => {
  const own: string[] = [];
  const echo = createEchoFilter((line) => own.push(line), { mark: () => 0, isBehind: () => false });
  for (const line of ['first', 'twice', 'logged', 'twice', 'last']) echo.raw(line);
  echo.logged('logged');
  echo.logged('twice');
  echo.flush();
  expect(own).toEqual(['first', 'twice', 'last']);
});

it('what a processor prints is not taken for a word of java while the log is held back', async () => {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const seen: string[] = [];
  const read = readDaemonOutput(
    { stdout, stderr },
    {
      daemon: () => undefined,
      child: (_, line) => seen.push(`processor: ${line}`),
      jvm: (line) => seen.push(`jvm: ${line}`),
    },
  );
  stdout.pause();
  stderr.write('OutOfMemoryError\n');
  // longer than a line waits where nothing holds the log back
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const loggerName = 'software.amazon.kinesis.multilang.DrainChildSTDERRTask';
  const line = {
    timestamp: 0,
    level: 'ERROR',
    loggerName,
    message: '',
    arguments: ['OutOfMemoryError', 's'],
  };
  stdout.end(`${JSON.stringify(line)}\n`);
  stdout.resume();
  stderr.end();
  await read;
  expect(seen).toEqual(['processor: OutOfMemoryError']);
});

it('a line too long to be kept is known by its beginning', async () => {
  const long = 'x'.repeat(2_000_000);
  const loggerName = 'software.amazon.kinesis.multilang.DrainChildSTDERRTask';
  const line = { timestamp: 0, level: 'ERROR', loggerName, message: '', arguments: [long, 'shardId-1'] };
  const seen: string[] = [];
  await readDaemonOutput(
    { stdout: Readable.from([`${JSON.stringify(line)}\n`]), stderr: Readable.from([`${long}\n`]) },
    {
      daemon: () => undefined,
      child: (shardId, text) => seen.push(`${shardId} ${text.slice(0, 3)} ${text.length < 1_100_000}`),
      jvm: (text) => seen.push(`jvm ${text.length}`),
    },
  );
  expect(seen).toEqual(['shardId-1 xxx true']);
});
