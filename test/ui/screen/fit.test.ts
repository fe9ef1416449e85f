import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { fit, shortened } from '../../../src/ui/screen/fit.js';

describe('a text in a cell', () => {
  it('is shortened at its end, or in its middle', () => {
    expect(fit('shardId-000000000042', 12)).toBe('shardId-000…');
    expect(fit('shardId-000000000042', 12, { shorten: 'middle' })).toBe('shardI…00042');
  });

  it('stands on the left, or on the right', () => {
    expect(fit('12', 5)).toBe('12   ');
    expect(fit('12', 5, { align: 'right' })).toBe('   12');
  });

  it('keeps its colours where it is shortened, and ends them', () => {
    const text = '\u001b[2m12:00\u001b[22m \u001b[36mshard\u001b[39m message';
    expect(shortened(text, 8)).toBe('\u001b[2m12:00\u001b[22m \u001b[36ms…\u001b[39m');
    expect(shortened(text, 6)).toBe('\u001b[2m12:00\u001b[22m…\u001b[36m\u001b[39m');
    expect(shortened(text, 19)).toBe(text);
  });

  it.each([
    '日本語日本語',
    'e\u0301te\u0301 e\u0301te\u0301',
    '👨‍👩‍👧 family',
    '\u001b[31mred and more\u001b[39m',
    'ａｂｃ',
  ])('takes its columns as a terminal shows it: %j', (text) => {
    for (const columns of [1, 2, 3, 7, 11, 12, 13, 20]) expect(stringWidth(fit(text, columns))).toBe(columns);
  });
});
