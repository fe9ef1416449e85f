import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from './clock.js';
import type { Lease } from './list-leases.js';
import { holderOf, lookAtLeases, type Pace, type Sighting } from './live-workers.js';
import type { ApplicationTables } from '../kcl/tables.js';
import { passEach, type PassedLeases } from './pass-leases.js';
import { shareOut } from './share-out.js';

export interface TakeOverOptions {
  readonly dynamodb: DynamoDBClient;
  readonly tables: ApplicationTables;
  /** The worker that takes over; it must live itself. */
  readonly workerId: string;
  readonly pace: Pace;
  /** No worker is given leases beyond this number. */
  readonly most: number;
  readonly clock?: Clock;
}

export interface Taking extends TakeOverOptions {
  readonly now: Sighting;
  /** Workers that look lost. */
  readonly suspects: readonly string[];
  /** Workers that live. */
  readonly heirs: readonly string[];
  readonly clock: Clock;
  /** Called once for each worker, as soon as one of its leases was taken and before the others are. */
  readonly onTaken: (worker: string) => Promise<void>;
}

export interface TakenLeases extends PassedLeases {
  /** Whom the leases were taken from: shard to worker. */
  readonly from: ReadonlyMap<string, string>;
}

/** Reads the leases again, consistently, and gives those of the suspects that have not moved to the heirs. */
export async function takeLeases(taking: Taking): Promise<TakenLeases> {
  const { dynamodb, tables, suspects, clock } = taking;
  const again = await lookAtLeases(dynamodb, tables.lease, { now: () => clock.now() });
  const seen = new Map(taking.now.leases.map((lease) => [lease.shardId, lease]));
  const moved = (lease: Lease): boolean => {
    const first = seen.get(lease.shardId);
    return first?.counter !== lease.counter || holderOf(first) !== holderOf(lease);
  };
  const leasesOf = (worker: string): Lease[] =>
    again.leases.filter((lease) => holderOf(lease) === worker && lease.checkpoint !== 'SHARD_END');
  // What was read before may have been old: one renewal, and it lives.
  const lost = suspects.filter((worker) => !leasesOf(worker).some(moved));
  const leases = lost.flatMap(leasesOf);
  const shares = shareAmong(leases, again, taking);
  const pass = async (some: readonly Lease[]): Promise<PassedLeases> =>
    passEach({ ...taking, table: tables.lease, leases: some, heirs: shares, unlessRenewed: true });
  const firsts = lost.flatMap((worker) => leases.find((lease) => holderOf(lease) === worker) ?? []);
  const first = await pass(firsts);
  const isPassed = ({ shardId }: Lease): boolean => first.given.has(shardId) || first.freed.includes(shardId);
  // At once, or the leader, to whom it still seems alive, may give it leases to even out what was taken.
  await Promise.all(firsts.filter(isPassed).map((lease) => taking.onTaken(holderOf(lease) ?? '')));
  const rest = await pass(leases.filter((lease) => !firsts.includes(lease)));
  const given = new Map([...first.given, ...rest.given]);
  const freed = [...first.freed, ...rest.freed].sort();
  const from = leases
    .filter(({ shardId }) => given.has(shardId) || freed.includes(shardId))
    .map((lease): [string, string] => [lease.shardId, holderOf(lease) ?? '']);
  return { given, freed, failures: [...first.failures, ...rest.failures], from: new Map(from) };
}

/** Shard to worker. All workers that see the same choose the same. */
function shareAmong(
  lost: readonly Lease[],
  { leases }: Sighting,
  { heirs, most }: Taking,
): Map<string, string> {
  const owned = lost.filter(({ handedOverBy }) => handedOverBy === undefined);
  const shards = owned.map(({ shardId }) => shardId).sort();
  return shareOut(shards, { leases, workers: [...heirs].sort(), most });
}
