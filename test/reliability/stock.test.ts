import { describe, expect, it } from 'vitest';
import { printFigures } from './figures.js';
import { full } from './lengths.js';
import { violations } from './ledger/verify.js';
import { besideStock } from './stock/scenario.js';

describe('a stock worker of the KCL and one of kcl-ts in the same application', () => {
  // A minute even for one order: the stock worker takes its time.
  it.runIf(full)(
    'read all of it, whichever starts and whichever stops first, and take no lease from each other',
    async () => {
      const { seconds, taken, evidence } = await besideStock('stock', ['stock', 'stock', 'kcl-ts', 'kcl-ts']);
      printFigures(
        'Beside a stock worker (seconds)',
        Object.fromEntries(Object.entries(seconds).map(([what, figure]) => [what, figure.toFixed(1)])),
      );
      expect(taken).toEqual([]);
      expect(violations(evidence)).toEqual([]);
    },
    1_200_000,
  );
});
