import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { eachLine } from '../src/each-line.js';

async function linesOf(chunks: readonly (string | Buffer)[]): Promise<string[]> {
  const lines: string[] = [];
  await eachLine(Readable.from(chunks), (line) => lines.push(line));
  return lines;
}

describe('eachLine', () => {
  it('ends a line at \\n, \\r and \\r\\n, wherever the chunks are cut', async () => {
    const text = 'one\ntwo\rthree\r\n\r\n\nsix\r';
    const lines = ['one', 'two', 'three', '', '', 'six'];
    expect(await linesOf([text])).toEqual(lines);
    expect(await linesOf(text.split(''))).toEqual(lines);
    expect(await linesOf(['three\r', '\n', 'four'])).toEqual(['three', 'four']);
  });

  it('does not end one at the separators of Unicode', async () => {
    const text = 'a\u2028b\u2029c\u0085d\u000be';
    expect(await linesOf([`${text}\n`])).toEqual([text]);
  });

  it('hands on a last line without an end, and nothing for an empty stream', async () => {
    expect(await linesOf(['one\ntw', 'o'])).toEqual(['one', 'two']);
    expect(await linesOf([])).toEqual([]);
    expect(await linesOf(['one\n'])).toEqual(['one']);
  });

  it('takes the end of a stream that was broken off for its end', async () => {
    const stream = new PassThrough();
    const lines: string[] = [];
    const read = eachLine(stream, (line) => lines.push(line));
    stream.write('one\ntwo', () => stream.destroy());
    await read;
    expect(lines).toEqual(['one', 'two']);
  });

  it('puts characters of several bytes together again, and long lines of many chunks', async () => {
    const bytes = Buffer.from('Æ😀\n');
    expect(await linesOf(Array.from(bytes, (byte) => Buffer.of(byte)))).toEqual(['Æ😀']);
    const long = 'x'.repeat(10_000);
    expect(await linesOf([...Array.from({ length: 1000 }, () => long), '\nend'])).toEqual([
      long.repeat(1000),
      'end',
    ]);
  });
});
