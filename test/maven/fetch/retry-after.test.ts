import { describe, expect, it } from 'vitest';
import { retryAfterMillis } from '../../../src/maven/fetch/retry-after.js';

const now = Date.parse('2026-11-01T00:00:00Z');

describe('Retry-After', () => {
  it.each([
    [undefined, undefined],
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7000],
    ['Sun, 01 Nov 2026 00:00:30 GMT', 30_000],
    ['Sat, 31 Oct 2026 00:00:00 GMT', 0],
    ['soon', undefined],
  ])('of %j means %j milliseconds', (header, expected) => {
    expect(retryAfterMillis(header, now)).toBe(expected);
  });
});
