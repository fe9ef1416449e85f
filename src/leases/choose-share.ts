import type { Lease } from './list-leases.js';

export interface ShareRequest {
  readonly leases: readonly Lease[];
  /** The worker that starts. */
  readonly workerId: string;
  /** The workers that start just now, this one among them or not. */
  readonly starters: readonly string[];
  /** The workers that live. */
  readonly living: readonly string[];
  /** A worker takes no more leases than this, with those that it has. */
  readonly most: number;
}

export interface Share {
  /** The leases that are meant for this worker. */
  readonly own: readonly Lease[];
  /** The other free leases, in place of one that another worker was faster to take. */
  readonly others: readonly Lease[];
}

/**
 * A starting worker's share of the leases that nobody holds: one of as many as there are workers that live or start.
 * Those who see the same others choose leases that differ. Leases that can be read at once are shared out first, then
 * those that wait for the shards that they were split or merged from.
 */
export function chooseShare({ leases, workerId, starters, living, most }: ShareRequest): Share {
  const ranks = [...new Set([...starters, workerId])].sort();
  const rank = ranks.indexOf(workerId);
  const workers = new Set([...ranks, ...living]).size;
  const free = leases.filter(isFree);
  const unfinished = new Set(
    leases.filter(({ checkpoint }) => checkpoint !== 'SHARD_END').map(({ shardId }) => shardId),
  );
  const waits = ({ parents = [] }: Lease): boolean => parents.some((parent) => unfinished.has(parent));
  const inOrder = [...free.filter((lease) => !waits(lease)), ...free.filter(waits)];
  const isMine = (index: number): boolean => index % workers === rank;
  const room = Math.max(0, most - leases.filter(({ owner }) => owner === workerId).length);
  return {
    own: inOrder.filter((_lease, index) => isMine(index)).slice(0, room),
    others: inOrder.filter((_lease, index) => !isMine(index)),
  };
}

/** Whether no worker has a claim to it, and there is something left to read. */
export function isFree({ owner, handedOverBy, checkpoint }: Lease): boolean {
  return owner === undefined && handedOverBy === undefined && checkpoint !== 'SHARD_END';
}
