import { createHash } from 'node:crypto';

/** The workers that live and watch over the others. */
export interface Ranking {
  /** In the order in which they do so: first those that hold leases, for these are known to live. */
  readonly all: readonly string[];
  /** Those of them that hold leases, in the same order. */
  readonly owners: readonly string[];
}

/** What a worker does for the others, by its place. */
export type Duty =
  /** It looks at all leases. */
  | { readonly kind: 'deputy' }
  /** It looks at a lease of its ward, and becomes a deputy when that has not been renewed. */
  | { readonly kind: 'guard'; readonly ward: string | undefined; readonly everyMs: number };

/** So many look at all leases. Each costs three times what the leader of the KCL reads. */
const DEPUTIES = 2;

/** A guard looks at its ward at least every so many times failoverTimeMillis, if it holds leases itself. */
const LONGEST = 6;

/**
 * All workers that see the same put the living in the same order. The order is by a hash of the name, because workers
 * with similar names often run on one host and are lost together.
 */
export function rank(owners: Iterable<string>, others: Iterable<string>): Ranking {
  const holding = inOrder(owners);
  const idle = inOrder(others).filter((worker) => !holding.includes(worker));
  return { all: [...holding, ...idle], owners: holding };
}

/**
 * The first two are the deputies. Each other worker looks after the owner before it: the next one after a deputy, twice in
 * failoverTimeMillis, so that it can take the place of both at once; the others have the more time the more there are
 * before them.
 */
export function dutyOf(worker: string, { all, owners }: Ranking, failoverMs: number): Duty {
  const place = all.indexOf(worker);
  if (place < DEPUTIES) return { kind: 'deputy' };
  const at = owners.indexOf(worker);
  // Those who hold no lease are spread over those who do.
  const ward = owners.at((at >= 0 ? at : place % Math.max(1, owners.length)) - 1);
  if (place === DEPUTIES) return { kind: 'guard', ward, everyMs: failoverMs / 2 };
  // Many may hold no lease: together they look no more often than if each held one.
  const crowd = at >= 0 ? 1 : Math.ceil(all.length / Math.max(1, owners.length));
  return { kind: 'guard', ward, everyMs: Math.min(2 * (place - DEPUTIES), LONGEST) * crowd * failoverMs };
}

function inOrder(workers: Iterable<string>): string[] {
  return [...new Set(workers)]
    .map((worker) => ({ worker, by: createHash('sha256').update(worker).digest('hex') }))
    .sort((a, b) => (a.by < b.by ? -1 : 1))
    .map(({ worker }) => worker);
}
