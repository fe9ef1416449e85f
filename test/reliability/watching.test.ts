import { describe, expect, it } from 'vitest';
import { full } from './lengths.js';
import { readCosts } from './model/read-costs.js';

/** Shards and workers. */
const sizes: readonly (readonly [number, number])[] = full
  ? [10, 100, 1_000].flatMap((shards) => [1, 2, 10, 100].map((workers) => [shards, workers] as const))
  : [
      [10, 1],
      [10, 2],
      [20, 10],
    ];

describe('what is read to watch over workers', () => {
  it.each(sizes)(
    'is a few times what the KCL’s leader reads, with %i shards and %i workers',
    async (shards, workers) => {
      const { watching, leader, kcl } = await readCosts(shards, workers);
      // What each worker has to look at is a part of what its own search for leases costs, which is 0.05 units a second.
      expect(watching).toBeLessThan(8 * leader + 0.02 * workers);
      if (!full) return;
      const before = await readCosts(shards, workers, { everybodyLooks: true });
      const figures = [before.watching, watching, leader, kcl].map((units) => units.toFixed(2));
      console.log(`| ${[shards, workers, ...figures].join(' | ')} |`);
    },
    1_200_000,
  );
});
