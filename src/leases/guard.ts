import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readLease, type Lease } from './list-leases.js';
import { holderOf, type Sighting } from './live-workers.js';

/**
 * What one lease tells of the worker that is to hold it: it has renewed it since the check before, or it has not, or it
 * holds it no more, so that what is known of the fleet is out of date.
 */
export type Sign = 'renewed' | 'still' | 'moved';

/** Looks after another worker by one of its leases. */
export interface Guard {
  /** Chooses a lease of the ward. One that stood still is changed for another once the ward is no suspect any more. */
  look(ward: string | undefined, sighting: Sighting, isSuspect: boolean): void;
  /**
   * To be called with enough time between two checks for a renewal. Costs half a read unit.
   *
   * @throws what the AWS SDK throws when the table cannot be read
   */
  check(): Promise<Sign>;
}

interface Sample {
  readonly ward: string;
  readonly shardId: string;
  readonly counter: number;
  readonly readMs: number;
  readonly doubted: boolean;
}

export interface GuardOptions {
  readonly dynamodb: DynamoDBClient;
  /** The lease table. */
  readonly table: string;
  readonly failoverMs: number;
  /** Milliseconds by a clock that only goes forward. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Needs dynamodb:GetItem on the lease table. */
export function createGuard({ dynamodb, table, failoverMs, now, random }: GuardOptions): Guard {
  let sample: Sample | undefined;

  return {
    look(ward, { leases, atMs }, isSuspect) {
      const before = sample;
      sample = undefined;
      if (ward === undefined) return;
      const own = leases.filter((lease) => isHeld(lease, ward));
      const same = own.find(({ shardId }) => shardId === before?.shardId && (isSuspect || !before.doubted));
      const lease = same ?? own[Math.floor(random() * own.length)];
      if (lease === undefined) return;
      sample = { ward, shardId: lease.shardId, counter: lease.counter, readMs: atMs, doubted: isSuspect };
    },
    async check() {
      if (sample === undefined) return 'moved';
      const lease = await readLease(dynamodb, table, sample.shardId);
      if (lease === undefined || !isHeld(lease, sample.ward)) return 'moved';
      // In failoverTimeMillis it renews three times. The leader may have given a lost worker its lease again: once.
      const least = now() - sample.readMs < failoverMs ? 1 : 2;
      const isRenewed = lease.counter - sample.counter >= least;
      sample = { ...sample, counter: lease.counter, readMs: now(), doubted: !isRenewed };
      return isRenewed ? 'renewed' : 'still';
    },
  };
}

/** Of a shard that has ended no lease is renewed. */
function isHeld(lease: Lease, worker: string): boolean {
  return holderOf(lease) === worker && lease.checkpoint !== 'SHARD_END';
}
