import { describe, expect, it } from 'vitest';
import { backOffMs } from '../src/back-off.js';

const noChance = (): number => 0;

describe('the back-off', () => {
  it('doubles with each failure in a row', () => {
    const waits = [1, 2, 3, 4].map((failures) => backOffMs({ firstMs: 100, random: noChance }, failures));
    expect(waits).toEqual([100, 200, 400, 800]);
  });

  it('never gets longer than its limit, however many failures there were', () => {
    const limited = { firstMs: 100, longestMs: 1_000, random: noChance };
    expect(backOffMs(limited, 5)).toBe(1_000);
    expect(backOffMs(limited, 5_000)).toBe(1_000);
  });

  it('takes away at most the random part', () => {
    expect(backOffMs({ firstMs: 100, random: () => 1 }, 1)).toBe(50);
    expect(backOffMs({ firstMs: 100, jitter: 0, random: () => 1 }, 1)).toBe(100);
    expect(backOffMs({ firstMs: 100, jitter: 1, random: () => 0.25 }, 2)).toBe(150);
  });
});
