import type { Lease } from './list-leases.js';
import type { StreamShard } from '../aws/shards.js';

export interface CaughtUpState {
  readonly shards: readonly StreamShard[];
  readonly leases: readonly Lease[];
  /** Shards that this worker runs and that reported to have caught up. */
  readonly caughtUp: ReadonlySet<string>;
  /** Shards that another worker is reading: its lease was seen to be renewed. */
  readonly elsewhere: ReadonlySet<string>;
}

/**
 * Whether every shard of a stream is read to its end, or is another worker's to read.
 *
 * An open shard must have a lease, and who holds it must have caught up. A closed one must be at SHARD_END: until then
 * its children do not start. Without a lease of its own it is past reading (its lease was cleaned up, or reading began
 * after it was closed), and what counts is its children.
 */
export function isCaughtUp({ shards, leases, caughtUp, elsewhere }: CaughtUpState): boolean {
  const leaseOf = new Map(leases.map((lease) => [lease.shardId, lease]));
  return shards.every(({ shardId, closed }) => {
    const lease = leaseOf.get(shardId);
    if (lease === undefined) return closed;
    if (lease.checkpoint === 'SHARD_END' || elsewhere.has(shardId)) return true;
    return !closed && caughtUp.has(shardId);
  });
}

/**
 * Remembers the counters of leases that others own. A lease whose owner is gone stands still until another worker takes
 * it, so it must not be taken for one that is being read.
 */
export function createRenewalWatch(workerId: string): (leases: readonly Lease[]) => Set<string> {
  const first = new Map<string, Lease>();
  return (leases) => {
    const renewed = new Set<string>();
    for (const lease of leases) {
      const { shardId, owner, counter } = lease;
      const seen = first.get(shardId);
      if (owner === undefined || owner === workerId) first.delete(shardId);
      else if (seen?.owner !== owner) first.set(shardId, lease);
      else if (counter > seen.counter) renewed.add(shardId);
    }
    return renewed;
  };
}
