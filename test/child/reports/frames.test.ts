import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrames, FrameReader } from '../../../src/child/reports/frames.js';

/** What comes out, the bytes being read in pieces of this size. */
function read(bytes: Buffer, pieceLength = bytes.length): string[] {
  const reports: string[] = [];
  const reader = new FrameReader((report) => reports.push(report));
  for (let at = 0; at < bytes.length; at += pieceLength) {
    // a buffer that is used again and again, as a reader of descriptors does
    const piece = Buffer.from(bytes.subarray(at, at + pieceLength));
    reader.push(piece);
    piece.fill(0);
  }
  return reports;
}

const report = fc.string({ unit: 'grapheme', maxLength: 2000 }).map((text) => text.replaceAll('\n', ''));

describe('the frames of a report', () => {
  it('are so short that the system writes each in one piece', () => {
    fc.assert(
      fc.property(report, (text) => {
        for (const frame of encodeFrames('sender-1', text)) expect(frame.length).toBeLessThanOrEqual(512);
      }),
    );
  });

  it('give the reports of many senders, however they are mixed and wherever the reader cuts them', () => {
    fc.assert(
      fc.property(
        fc.array(report, { minLength: 1, maxLength: 3 }),
        fc.array(report, { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fc.boolean()),
        fc.integer({ min: 1, max: 600 }),
        (ones, twos, choices, pieceLength) => {
          const one = ones.flatMap((text) => encodeFrames('sender-1', `1${text}`));
          const two = twos.flatMap((text) => encodeFrames('sender-2', `2${text}`));
          const mixed: Buffer[] = [];
          while (one.length + two.length > 0) {
            const from = (choices.next().value as boolean) ? one : two;
            mixed.push(...from.splice(0, 1));
          }
          const reports = read(Buffer.concat(mixed), pieceLength);
          expect(reports.filter((text) => text.startsWith('1'))).toEqual(ones.map((text) => `1${text}`));
          expect(reports.filter((text) => text.startsWith('2'))).toEqual(twos.map((text) => `2${text}`));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('that a sender left unfinished do not spoil its next report', () => {
    const [first = Buffer.of()] = encodeFrames('sender-1', 'x'.repeat(2000));
    const middle = encodeFrames('sender-2', 'x'.repeat(2000))[1] ?? Buffer.of();
    expect(read(Buffer.concat([first, middle, ...encodeFrames('sender-1', 'whole')]))).toEqual(['whole']);
  });
});
