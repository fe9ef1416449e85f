import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LineSplitter } from '../../src/child/line-splitter.js';
import { Pipe, PipeWriter } from '../../src/child/pipe.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Cuts bytes at the given places. */
function chunksOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((start, i) => bytes.subarray(start, places[i]));
}

describe('a line splitter', () => {
  it('gives the lines that came, wherever the chunks end', () => {
    const text = fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', ' ')));
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (lines, cuts) => {
        const seen: string[] = [];
        const splitter = new LineSplitter((line) => seen.push(line.toString()));
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        for (const chunk of chunksOf(bytes, cuts)) splitter.push(Buffer.from(chunk));
        expect(seen).toEqual(lines.filter((line) => line !== ''));
      }),
    );
  });

  it('takes lines of 14 MB, in chunks as a pipe gives them, through one buffer', () => {
    const line = Buffer.alloc(14 * 2 ** 20, 'x');
    const seen: Buffer[] = [];
    const splitter = new LineSplitter((bytes) => {
      expect(bytes.equals(line)).toBe(true);
      seen.push(bytes);
    });
    for (let round = 0; round < 2; round++) {
      for (let at = 0; at < line.length; at += 65_536) splitter.push(line.subarray(at, at + 65_536));
      splitter.push(Buffer.from('\n'));
    }
    expect(seen).toHaveLength(2);
    expect(seen[1]?.buffer).toBe(seen[0]?.buffer);
  });

  it('leaves a held line alone while others arrive, and uses its buffer again afterwards', () => {
    const held: { line: Buffer; giveBack: () => void }[] = [];
    const others: string[] = [];
    const splitter = new LineSplitter((line) => {
      if (line.toString().startsWith('hold')) held.push({ line, giveBack: splitter.hold() });
      else others.push(line.toString());
    });
    splitter.push(Buffer.from('hold 1\n'));
    splitter.push(Buffer.from('a\nb'));
    splitter.push(Buffer.from('c\n'));
    expect(held[0]?.line.toString()).toBe('hold 1');
    expect(others).toEqual(['a', 'bc']);
    held[0]?.giveBack();
    splitter.push(Buffer.from('hold 2\n'));
    expect(held[1]?.line.buffer).toBe(held[0]?.line.buffer);
  });

  it('loses nothing when a held line is given back in the middle of another', () => {
    const held: (() => void)[] = [];
    const seen: string[] = [];
    const splitter = new LineSplitter((line) => {
      seen.push(line.toString());
      if (seen.length === 1) held.push(splitter.hold());
    });
    splitter.push(Buffer.from('first\nsec'));
    held[0]?.();
    splitter.push(Buffer.from('ond\nthird\n'));
    expect(seen).toEqual(['first', 'second', 'third']);
  });
});

/** A FIFO with both ends open, and nobody at them yet. */
async function openFifo() {
  const path = join(await temporaryFolder(), 'fifo');
  execFileSync('mkfifo', [path]);
  const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const write = openSync(path, constants.O_WRONLY);
  let open = true;
  const close = (): void => {
    if (open) closeSync(read);
    open = false;
  };
  return { read, write, close };
}

/** What is in a FIFO now. */
function readAll(descriptor: number): string {
  const buffer = Buffer.alloc(2 ** 20);
  let length = 0;
  try {
    for (let more = 1; more > 0; length += more)
      more = readSync(descriptor, buffer, length, buffer.length - length, null);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
  }
  return buffer.toString('utf8', 0, length);
}

const numbered = Array.from({ length: 2000 }, (_, index) => `${index} ${'Æ'.repeat(50)}\n`);

describe('a pipe writer', () => {
  it('writes at once while there is room', async () => {
    const { read, write, close } = await openFifo();
    onTestFinished(close);
    const writer = new PipeWriter(write);
    expect(writer.write('a\n')).toBe(true);
    expect(readAll(read)).toBe('a\n');
    writer.close();
  });

  it('keeps what there is no room for, and writes it in its order when there is', async () => {
    const { read, write, close } = await openFifo();
    onTestFinished(close);
    const writer = new PipeWriter(write);
    const outcomes = numbered.map((line) => writer.write(line));
    expect(outcomes.at(0)).toBe(true);
    expect(outcomes.at(-1)).toBe(false);
    let seen = '';
    let drained = false;
    void writer.drained().then(() => (drained = true));
    while (!drained) {
      seen += readAll(read);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seen + readAll(read)).toBe(numbered.join(''));
    expect(writer.waitingBytes).toBe(0);
    writer.close();
  });

  it('gives up what waits when its time is over', async () => {
    const { read, write, close } = await openFifo();
    onTestFinished(close);
    const writer = new PipeWriter(write);
    for (const line of numbered) writer.write(line);
    const { waitingBytes } = writer;
    writer.flush(0);
    expect(writer.waitingBytes).toBe(waitingBytes);
    readAll(read);
    writer.flush(0);
    expect(writer.waitingBytes).toBeLessThan(waitingBytes);
    writer.close();
  });

  it.each([true, false])(
    'tells once that nobody reads any more, and takes no more then (full: %s)',
    async (full) => {
      const { write, close } = await openFifo();
      let told = 0;
      const gone = new Promise<void>((resolve) => {
        const writer = new PipeWriter(write, () => {
          told++;
          resolve(writer.drained());
        });
        if (full) for (const line of numbered) writer.write(line);
        close();
        if (!full) writer.write('a\n');
        writer.write('b\n');
      });
      await gone;
      expect(told).toBe(1);
    },
  );
});

describe('a pipe', () => {
  it('ends once, whichever of its ends goes first', async () => {
    const input = await openFifo();
    const output = await openFifo();
    let ends = 0;
    const ended = new Promise<void>((resolve) => {
      const onEnd = (): void => {
        ends++;
        resolve();
      };
      const listener = { onLine: () => undefined, onEnd };
      const pipe = new Pipe({ input: input.read, output: output.write }, listener);
      onTestFinished(() => pipe.close(0));
      output.close();
      pipe.write('a\n');
      closeSync(input.write);
    });
    await ended;
    await new Promise((resolve) => setImmediate(resolve));
    expect(ends).toBe(1);
  });
});
