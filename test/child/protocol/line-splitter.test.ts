import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../src/child/protocol/line-splitter.js';

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
