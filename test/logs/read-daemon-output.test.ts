import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readDaemonOutput } from '../../src/logs/read-daemon-output.js';

const stderrTask = 'software.amazon.kinesis.multilang.DrainChildSTDERRTask';
const stdoutTask = 'software.amazon.kinesis.multilang.DrainChildSTDOUTTask';

function childLine(line: string, shardId: string): string {
  return event(stderrTask, 'Received error line from subprocess [{}] for shard {}', [line, shardId]);
}

function event(loggerName: string, message: string, args: string[]): string {
  return `${JSON.stringify({ timestamp: 0, level: 'ERROR', loggerName, message, arguments: args })}\n`;
}

async function read(
  stdout: string[],
  stderr: string[],
): Promise<Record<'daemon' | 'child' | 'jvm', string[]>> {
  const seen = { daemon: [] as string[], child: [] as string[], jvm: [] as string[] };
  await readDaemonOutput(
    { stdout: Readable.from(stdout), stderr: Readable.from(stderr) },
    {
      daemon: ({ message }) => seen.daemon.push(message),
      child: (shardId, line) => seen.child.push(`${shardId} ${line}`),
      jvm: (line) => seen.jvm.push(line),
    },
  );
  return seen;
}

describe('readDaemonOutput', () => {
  it('hands on each line of a processor once, with its shard, though java prints it twice', async () => {
    const lines = ['one', 'two', 'two', 'three'];
    const seen = await read(
      lines.map((line) => childLine(line, 'shardId-1')),
      lines.map((line) => `${line}\n`),
    );
    expect(seen).toEqual({ daemon: [], jvm: [], child: lines.map((line) => `shardId-1 ${line}`) });
  });

  it("keeps what java's stderr holds beside the processors' lines", async () => {
    const seen = await read([childLine('one', 'shardId-1')], ['OutOfMemoryError\n', 'one\n', 'one\n']);
    expect(seen.jvm).toEqual(['OutOfMemoryError', 'one']);
  });

  it('hands on stdout lines that are no log events as words of the JVM', async () => {
    const seen = await read(['Full thread dump\n', '\n', event('x.Y', 'hello {}', ['you'])], []);
    expect(seen).toEqual({ daemon: ['hello you'], jvm: ['Full thread dump'], child: [] });
  });

  it('hands on what a child still wrote on stdout while it ended, under its shard', async () => {
    const seen = await read([event(stdoutTask, 'Drained line for shard {}: {}', ['shardId-2', 'bye'])], []);
    expect(seen.child).toEqual(['shardId-2 bye']);
  });

  it('reads lines that arrive in pieces and characters of several bytes cut in two', async () => {
    const bytes = Buffer.from(childLine('Æquations of the times', 'shardId-1'));
    const pieces = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    const seen: string[] = [];
    await readDaemonOutput(
      { stdout: Readable.from(pieces, { objectMode: false }), stderr: Readable.from([]) },
      { daemon: () => undefined, jvm: () => undefined, child: (_, line) => seen.push(line) },
    );
    expect(seen).toEqual(['Æquations of the times']);
  });
});
