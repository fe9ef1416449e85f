import { holderOf, type Sighting } from './live-workers.js';

export interface StandstillOptions {
  /** Sightings further apart than this tell nothing about the time between them, in milliseconds. */
  readonly longestGapMs: number;
}

interface Standing {
  readonly holder: string;
  readonly counter: number;
  readonly sinceMs: number;
}

/**
 * Tells, with each sighting, how long the leases of each worker have stood still: not one of them was renewed or came
 * to it for that many milliseconds. An owner that lives renews each of its leases three times in failoverTimeMillis.
 *
 * Only time that was watched counts. Whoever could not look for a while, because it was suspended or DynamoDB did not
 * answer, does not know whether others could renew, and begins again.
 */
export function createStandstillWatch({
  longestGapMs,
}: StandstillOptions): (sighting: Sighting) => ReadonlyMap<string, number> {
  let standing = new Map<string, Standing>();
  let lastLookMs = -Infinity;
  return ({ atMs, leases }) => {
    const earlier = atMs - lastLookMs > longestGapMs ? new Map<string, Standing>() : standing;
    lastLookMs = atMs;
    standing = new Map();
    const still = new Map<string, number>();
    for (const lease of leases) {
      const holder = holderOf(lease);
      // A shard that has ended needs no renewal.
      if (holder === undefined || lease.checkpoint === 'SHARD_END') continue;
      const { shardId, counter } = lease;
      const before = earlier.get(shardId);
      const unchanged = before?.holder === holder && before.counter === counter;
      const sinceMs = unchanged ? before.sinceMs : atMs;
      standing.set(shardId, { holder, counter, sinceMs });
      still.set(holder, Math.min(still.get(holder) ?? Infinity, atMs - sinceMs));
    }
    return still;
  };
}
