import { describe, expect, it } from 'vitest';
import { allot } from '../../../src/ui/screen/allot.js';

const parts = [
  { least: 10, most: 20, rank: 1 },
  { least: 5, most: 5, rank: 0 },
  { least: 8, most: 30, rank: 2 },
];

describe('the parts of a row', () => {
  it('get more columns by their rank, once each has its least', () => {
    expect(allot(parts, 40, 2)).toEqual([20, 5, 11]);
  });

  it('are left out by their rank where they do not fit', () => {
    expect(allot(parts, 27, 2)).toEqual([10, 5, 8]);
    expect(allot(parts, 26, 2)).toEqual([19, 5, undefined]);
    expect(allot(parts, 5, 2)).toEqual([undefined, 5, undefined]);
    expect(allot(parts, 4, 2)).toEqual([undefined, undefined, undefined]);
  });

  it('never take more than there is', () => {
    for (let columns = 0; columns < 100; columns++) {
      const widths = allot(parts, columns, 2).filter((width) => width !== undefined);
      const taken = widths.reduce((sum, width) => sum + width + 2, -2);
      expect(taken).toBeLessThanOrEqual(columns);
    }
  });
});
