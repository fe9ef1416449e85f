import { describe, expect, it } from 'vitest';
import type { Lease } from '../../src/aws/leases.js';
import { createStandstillWatch } from '../../src/aws/standstill.js';

function lease(shardId: string, owner: string, counter: number, more: Partial<Lease> = {}): Lease {
  return { shardId, owner, counter, checkpoint: '4957', subSequenceNumber: 0, ...more };
}

type Look = readonly [atMs: number, ...leases: Lease[]];

/** What the last of these sightings tells. */
function watch(...looks: readonly Look[]): Record<string, number> {
  const standstill = createStandstillWatch({ longestGapMs: 2_000 });
  let still: ReadonlyMap<string, number> = new Map();
  for (const [atMs, ...leases] of looks) still = standstill({ atMs, leases });
  return Object.fromEntries(still);
}

describe('how long the leases of a worker have stood still', () => {
  it('is nothing at first sight', () => {
    expect(watch([500, lease('1', 'a', 5)])).toEqual({ a: 0 });
  });

  it('is counted from the first sighting that showed them as they are', () => {
    expect(watch([0, lease('1', 'a', 5)], [1_000, lease('1', 'a', 6)], [2_500, lease('1', 'a', 6)])).toEqual({
      a: 1_500,
    });
  });

  it('ends with the renewal of any of them', () => {
    expect(
      watch(
        [0, lease('1', 'a', 5), lease('2', 'a', 5)],
        [1_500, lease('1', 'a', 5), lease('2', 'a', 6)],
        [3_000, lease('1', 'a', 5), lease('2', 'a', 6)],
      ),
    ).toEqual({ a: 1_500 });
  });

  it('ends when another lease comes to the worker', () => {
    expect(
      watch([0, lease('1', 'a', 5), lease('2', 'b', 5)], [1_500, lease('1', 'a', 5), lease('2', 'a', 6)]),
    ).toEqual({ a: 0 });
  });

  it('does not count time in which nobody looked', () => {
    expect(watch([0, lease('1', 'a', 5)], [2_001, lease('1', 'a', 5)], [3_001, lease('1', 'a', 5)])).toEqual({
      a: 1_000,
    });
  });

  it('is that of the worker that still processes a shard while its lease is handed over', () => {
    const handedOver = lease('1', 'new', 5, { handedOverBy: 'old' });
    expect(watch([0, handedOver], [1_000, handedOver])).toEqual({ old: 1_000 });
  });

  it('is not told by leases that nobody has, or whose shard has ended', () => {
    const ended = lease('1', 'a', 5, { checkpoint: 'SHARD_END' });
    const free = lease('2', 'a', 5, { owner: undefined });
    expect(watch([0, ended, free], [1_000, ended, free])).toEqual({});
  });
});
