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
    expect(await linesOf([...Array.from({ length: 100 }, () => long), '\nend'])).toEqual([
      long.repeat(100),
      'end',
    ]);
  });

  it('cuts a line that is longer than a string can be, says how much is left out, and reads on', async () => {
    const piece = Buffer.alloc(1_000_000, 'x');
    const lines = await linesOf([
      'beginning ',
      ...Array.from({ length: 540 }, () => piece),
      ' end\n',
      'next\n',
      ...Array.from({ length: 3 }, () => piece),
    ]);
    expect(lines).toHaveLength(3);
    const [cut = '', next, last = ''] = lines;
    const leftOut = 540_000_014 - cut.replace(/… \[.*\] …/, '').length;
    expect(cut).toMatch(/^beginning x+… \[\d+ characters left out\] …x+ end$/);
    expect(cut).toContain(`[${leftOut} characters left out]`);
    expect(cut.length).toBeLessThan(1_100_000);
    expect(next).toBe('next');
    expect(last.length).toBeLessThan(1_100_000);
  });

  it.each([
    ['backslashes', '\\'],
    ['quotes', '"'],
    ['control characters', '\x01'],
    ['characters of two parts', '😀'],
    ['all kinds', 'a"\\\x01😀'],
  ])('cuts JSON with a long string of %s so that it can still be read', async (_, unit) => {
    // moved by up to six characters: the length of the longest escape
    for (let by = 0; by < 6; by++) {
      const json = JSON.stringify({
        arguments: [`${'x'.repeat(by)}${unit.repeat(600_000)} end`, 'shardId-0'],
      });
      const [line = ''] = await linesOf([json]);
      const { arguments: args } = JSON.parse(line) as { arguments: string[] };
      expect(args[0]).toMatch(/^x*.*… \[\d+ characters left out\] …/su);
      expect(args[0]).not.toMatch(/\p{Cs}/u);
      expect(args[1]).toBe('shardId-0');
    }
  });
});
