import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSequence } from '../../src/processor/sequence.js';

const number = fc.bigInt({ min: 0n, max: 10n ** 56n });
const position = fc.record({ value: number, sub: fc.nat() });
const toPosition = ({ value, sub }: { value: bigint; sub: number }) => ({
  sequenceNumber: String(value),
  subSequenceNumber: sub,
});

describe('comparing places in a shard', () => {
  it('orders pairs as numbers, however many digits they have', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        const expected = a.value === b.value ? Math.sign(a.sub - b.sub) : a.value < b.value ? -1 : 1;
        expect(Math.sign(compareSequence(toPosition(a), toPosition(b)))).toBe(expected);
      }),
    );
  });

  it('takes leading zeros and a missing sub-sequence number for nothing', () => {
    expect(compareSequence({ sequenceNumber: '007' }, { sequenceNumber: '7', subSequenceNumber: 0 })).toBe(0);
  });

  it("orders the KCL's words around all numbers", () => {
    const words = ['SHARD_END', '0', 'LATEST', '12', 'TRIM_HORIZON', 'AT_TIMESTAMP'];
    const sorted = words.map((sequenceNumber) => ({ sequenceNumber })).sort(compareSequence);
    expect(sorted.map(({ sequenceNumber }) => sequenceNumber)).toEqual([
      'AT_TIMESTAMP',
      'TRIM_HORIZON',
      'LATEST',
      '0',
      '12',
      'SHARD_END',
    ]);
  });

  it.each(['', '1.5', '-1', 'newest'])('refuses %j', (sequenceNumber) => {
    expect(() => compareSequence({ sequenceNumber }, { sequenceNumber: '1' })).toThrow(RangeError);
  });
});
