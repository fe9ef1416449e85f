import { describe, expect, it } from 'vitest';
import { deaggregate } from '../../src/records/deaggregate.js';
import { aggregated } from '../support/aggregated.js';

const whole = { startingHashKey: '0', endingHashKey: String(2n ** 128n - 1n) };
const records = ['a', 'b', 'c'].map((partitionKey) => ({ partitionKey, data: `of ${partitionKey} Æ` }));

/** Each user record's number and data. */
function shown(found: ReturnType<typeof deaggregate>): (readonly [number, string, string])[] | undefined {
  return found?.map(({ subSequenceNumber, record: { partitionKey, data } }) => {
    return [subSequenceNumber, partitionKey, Buffer.from(data).toString()] as const;
  });
}

describe('a record of the Kinesis Producer Library', () => {
  it('is the records that it was made of', async () => {
    const { data } = await aggregated(records);
    expect(shown(deaggregate(data, whole))).toEqual([
      [0, 'a', 'of a Æ'],
      [1, 'b', 'of b Æ'],
      [2, 'c', 'of c Æ'],
    ]);
  });

  it('gives a shard only those whose keys are its own, with the numbers that they had', async () => {
    const { data } = await aggregated(records);
    const half = String(2n ** 127n);
    // The MD5 of a begins with 0c, that of b with 92, that of c with 4a.
    const lower = { startingHashKey: '0', endingHashKey: String(2n ** 127n - 1n) };
    const upper = { startingHashKey: half, endingHashKey: whole.endingHashKey };
    expect(shown(deaggregate(data, lower))?.map(([number, key]) => [number, key])).toEqual([
      [0, 'a'],
      [2, 'c'],
    ]);
    expect(shown(deaggregate(data, upper))?.map(([number, key]) => [number, key])).toEqual([[1, 'b']]);
  });

  it.each([
    ['is cut short', (data: Buffer) => data.subarray(0, -1)],
    [
      'was changed',
      (data: Buffer) => Buffer.concat([data.subarray(0, 8), Buffer.from('x'), data.subarray(9)]),
    ],
    ['only begins like one', () => Buffer.from([0xf3, 0x89, 0x9a, 0xc2])],
    ['has nothing in it', () => Buffer.alloc(0)],
  ])('is a record like any other if it %s', async (_, change) => {
    const { data } = await aggregated(records);
    expect(deaggregate(change(data), whole)).toBeUndefined();
  });
});
