import type { Lease } from './list-leases.js';

export interface Heirs {
  /** All leases of the application, for what the heirs have already. */
  readonly leases: readonly Lease[];
  /** Among those with equally few leases the first is chosen. */
  readonly workers: readonly string[];
  /** No worker gets more leases than this. */
  readonly most: number;
}

/** Gives each shard to the worker that has the fewest leases then. A shard for which nobody has room is left out. */
export function shareOut(shards: readonly string[], { leases, workers, most }: Heirs): Map<string, string> {
  const load = new Map(workers.map((worker) => [worker, 0]));
  for (const { owner = '' } of leases) {
    const count = load.get(owner);
    if (count !== undefined) load.set(owner, count + 1);
  }
  const given = new Map<string, string>();
  for (const shard of shards) {
    const [worker, count] = [...load].reduce(
      (least, next) => (next[1] < least[1] ? next : least),
      ['', most],
    );
    if (count >= most) break;
    given.set(shard, worker);
    load.set(worker, count + 1);
  }
  return given;
}
