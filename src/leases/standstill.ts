import { holderOf, type Pace, type Sighting } from './live-workers.js';

/** What the renewals of leases tell about the workers that hold them. */
export interface Standstill {
  /** The workers that hold a lease of a shard that has not ended. */
  readonly owners: ReadonlySet<string>;
  /** Those of them that live: each was seen to renew a lease within the last two periods of renewal. */
  readonly renewing: ReadonlySet<string>;
  /** Those of them that could have renewed a lease since the look before, and did not: they may be lost as well. */
  readonly doubtful: ReadonlySet<string>;
  /** Those of them that are lost: not one of their leases was renewed in the time in which a living worker must have. */
  readonly lost: readonly string[];
  /** Those of the lost that were not seen to renew a lease: that they did stands in their reports alone, and may be old. */
  readonly lostByReport: ReadonlySet<string>;
  /** When the next of the others would be lost if it renewed nothing any more, by the clock of sightings. */
  readonly nextLostMs: number;
}

interface Standing {
  readonly holder: string;
  readonly counter: number;
  readonly sinceMs: number;
  /** This very holder was seen to renew it: its renewer has it. */
  readonly proven: boolean;
  /** This very holder renews it by its own report. */
  readonly named: boolean;
  /** When it was last seen to have renewed it a short while ago. */
  readonly renewedMs: number;
}

/**
 * Tells, with each sighting, which workers have stopped renewing their leases.
 *
 * An owner renews each of its leases three times in failoverTimeMillis, once it knows of them. Of a lease that was
 * given to it by another it learns when it next looks for such leases, which is twice in an interval of assignment
 * (DynamoDBLeaseCoordinator, KCL 3.1.3); only then does its renewer have it. So a lease that its holder has not been
 * seen to renew counts for nothing while the holder has others, and for a worker without others it may stand still for
 * that much longer. A lease that its holder's report names is one that it renews (witness.ts).
 *
 * Only time that was watched counts. Whoever could not look for failoverTimeMillis, because it was suspended or DynamoDB
 * did not answer, does not know whether others could renew, and begins again.
 */
export function createStandstillWatch(
  pace: Pace,
): (sighting: Sighting, renews?: ReadonlyMap<string, string>) => Standstill {
  const { failoverMs, assignEveryMs } = pace;
  const everyMs = failoverMs / 3;
  const limitMs = { proven: failoverMs, unproven: assignEveryMs / 2 + everyMs + failoverMs };
  let standings = new Map<string, Standing>();
  let lastLookMs = -Infinity;
  return ({ atMs, leases }, renews = new Map()) => {
    const sinceLookMs = atMs - lastLookMs;
    const watched = sinceLookMs <= failoverMs;
    lastLookMs = atMs;
    const earlier = standings;
    standings = new Map();
    for (const lease of leases) {
      const holder = holderOf(lease);
      // A shard that has ended needs no renewal.
      if (holder === undefined || lease.checkpoint === 'SHARD_END') continue;
      const { shardId, counter } = lease;
      const known = earlier.get(shardId);
      // While nobody looked it may have gone to another worker, and come back.
      const before = watched && known?.holder === holder ? known : undefined;
      const unchanged = before?.counter === counter;
      const renewed = before !== undefined && counter > before.counter;
      const proven = renewed || before?.proven === true;
      // It finds leases by their owner: one that is to go on to another already it never will, if it has not yet.
      const named = renews.get(holder) === shardId;
      const isFindable = proven || named || lease.handedOverBy === undefined;
      standings.set(shardId, {
        holder,
        counter,
        sinceMs: unchanged && isFindable ? before.sinceMs : atMs,
        proven,
        named,
        renewedMs: renewed ? atMs : (before?.renewedMs ?? -Infinity),
      });
    }
    return judge([...standings.values()], { atMs, sinceLookMs }, { everyMs, limitMs });
  };
}

interface Limits {
  readonly everyMs: number;
  readonly limitMs: { readonly proven: number; readonly unproven: number };
}

interface Moment {
  readonly atMs: number;
  readonly sinceLookMs: number;
}

function judge(
  standings: readonly Standing[],
  { atMs, sinceLookMs }: Moment,
  { everyMs, limitMs }: Limits,
): Standstill {
  const owners = new Set(standings.map(({ holder }) => holder));
  const renewing = new Set<string>();
  const doubtful = new Set<string>();
  const lost: string[] = [];
  const lostByReport = new Set<string>();
  let nextLostMs = Infinity;
  for (const owner of [...owners].sort()) {
    const own = standings.filter(({ holder }) => holder === owner);
    const proven = own.filter((standing) => standing.proven || standing.named);
    const telling = proven.length > 0 ? proven : own;
    const stillMs = atMs - Math.max(...telling.map(({ sinceMs }) => sinceMs));
    const limit = proven.length > 0 ? limitMs.proven : limitMs.unproven;
    if (stillMs > limit) {
      lost.push(owner);
      if (proven.length > 0 && !proven.some((standing) => standing.proven)) lostByReport.add(owner);
      continue;
    }
    nextLostMs = Math.min(nextLostMs, atMs - stillMs + limit);
    const renewedMs = Math.max(...own.map((standing) => standing.renewedMs));
    if (atMs - renewedMs <= 2 * everyMs) renewing.add(owner);
    if (stillMs > 0 && sinceLookMs >= everyMs) doubtful.add(owner);
  }
  return { owners, renewing, doubtful, lost, lostByReport, nextLostMs };
}
