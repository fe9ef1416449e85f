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
  /** When the next of the others would be lost if it renewed nothing any more, by the clock of sightings. */
  readonly nextLostMs: number;
}

interface Standing {
  readonly holder: string;
  readonly counter: number;
  readonly sinceMs: number;
  /** This very holder was seen to renew it: its renewer has it. */
  readonly proven: boolean;
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
 * that much longer.
 *
 * Only time that was watched counts. Whoever could not look for failoverTimeMillis, because it was suspended or DynamoDB
 * did not answer, does not know whether others could renew, and begins again.
 */
export function createStandstillWatch(pace: Pace): (sighting: Sighting) => Standstill {
  const { failoverMs, assignEveryMs } = pace;
  const everyMs = failoverMs / 3;
  const limitMs = { proven: failoverMs, unproven: assignEveryMs / 2 + everyMs + failoverMs };
  let standings = new Map<string, Standing>();
  let lastLookMs = -Infinity;
  return ({ atMs, leases }) => {
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
      const before = known?.holder === holder ? known : undefined;
      const unchanged = watched && before?.counter === counter;
      const renewed = before !== undefined && counter > before.counter;
      const proven = renewed || before?.proven === true;
      // It finds leases by their owner: one that is to go on to another already it never will, if it has not yet.
      const isFindable = proven || lease.handedOverBy === undefined;
      standings.set(shardId, {
        holder,
        counter,
        sinceMs: unchanged && isFindable ? before.sinceMs : atMs,
        proven,
        renewedMs: renewed && watched ? atMs : (before?.renewedMs ?? -Infinity),
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
  let nextLostMs = Infinity;
  for (const owner of [...owners].sort()) {
    const own = standings.filter(({ holder }) => holder === owner);
    const proven = own.filter((standing) => standing.proven);
    const telling = proven.length > 0 ? proven : own;
    const stillMs = atMs - Math.max(...telling.map(({ sinceMs }) => sinceMs));
    const limit = proven.length > 0 ? limitMs.proven : limitMs.unproven;
    if (stillMs > limit) {
      lost.push(owner);
      continue;
    }
    nextLostMs = Math.min(nextLostMs, atMs - stillMs + limit);
    const renewedMs = Math.max(...own.map((standing) => standing.renewedMs));
    if (atMs - renewedMs <= 2 * everyMs) renewing.add(owner);
    if (stillMs > 0 && sinceLookMs >= everyMs) doubtful.add(owner);
  }
  return { owners, renewing, doubtful, lost, nextLostMs };
}
