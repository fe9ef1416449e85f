import type { BoardShard } from '../board-snapshot.js';

/** The shards that fit, and how many there are before and after them. */
export interface Excerpt {
  readonly shards: readonly BoardShard[];
  readonly before: number;
  readonly after: number;
}

/**
 * By their names as long as all fit, for then each keeps its place. Otherwise what needs a look comes first: those that failed, then by how far
 * they are behind, in steps so large that they do not change places all the time.
 */
export function excerpt(all: readonly BoardShard[], rows: number, from: number): Excerpt {
  const byName = [...all].sort((a, b) => (a.shardId < b.shardId ? -1 : 1));
  if (all.length <= rows) return { shards: byName, before: 0, after: 0 };
  const sorted = byName.sort((a, b) => urgency(b) - urgency(a));
  const before = Math.max(0, Math.min(from, all.length - rows));
  return { shards: sorted.slice(before, before + rows), before, after: all.length - rows - before };
}

function urgency({ state, millisBehindLatest }: BoardShard): number {
  if (state === 'failed') return Infinity;
  if (state === 'ended') return -1;
  return Math.floor(Math.log2((millisBehindLatest ?? 0) / 1000 + 1));
}
