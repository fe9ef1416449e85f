import { expect, it } from 'vitest';
import { sparkline } from '../../../src/ui/screen/sparkline.js';

it('draws values from 0 to the largest, and a blank for what is not known', () => {
  expect(sparkline([null, 0, 1, 2, 3, 4, 5, 6, 7])).toBe(' ▁▂▃▄▅▆▇█');
});

it('draws small values as small', () => {
  expect(sparkline([0, 7, 3], 1_000)).toBe('▁▁▁');
  expect(sparkline([0, 0])).toBe('▁▁');
});
