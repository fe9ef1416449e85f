import { describe, expect, it } from 'vitest';
import { slopeOf } from './slope.js';

describe('the slope of a line through measurements', () => {
  it('is exact, without an error, where they lie on one', () => {
    expect(
      slopeOf([
        [0, 5],
        [1, 7],
        [2, 9],
        [3, 11],
      ]),
    ).toEqual({ slope: 2, standardError: 0 });
  });

  it('is that of a textbook example where they do not', () => {
    // y = 1, 2, 2, 4: slope 0.9, squared deviations 0.7 over 2 degrees of freedom, spread of x 5.
    const { slope, standardError } = slopeOf([
      [1, 1],
      [2, 2],
      [3, 2],
      [4, 4],
    ]);
    expect(slope).toBeCloseTo(0.9);
    expect(standardError).toBeCloseTo(Math.sqrt(0.7 / 2 / 5));
  });
});
