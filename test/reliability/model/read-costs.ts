import { Fleet, pace, type Variant } from './fleet.js';
import type { Item } from './memory-tables.js';

export interface ReadCosts {
  readonly shards: number;
  readonly workers: number;
  /** Read units a second of what all workers of kcl-ts together read beside the KCL. */
  readonly watching: number;
  /** Of the KCL's leader, which looks at all leases and all workers. */
  readonly leader: number;
  /** Of all workers of the KCL together, its leader included. */
  readonly kcl: number;
}

const MEASURED_MS = 10 * 60_000;

/** What a fleet reads in which all is well, by the capacity that its calls consume. */
export async function readCosts(shards: number, workers: number, variant: Variant = {}): Promise<ReadCosts> {
  const rowOf = (shard: number): Item => row(shard, nameOf(shard % workers));
  const fleet = new Fleet({ seed: shards + workers, shards, variant, rowOf });
  for (let worker = 0; worker < workers; worker++) {
    fleet.start(nameOf(worker));
    await fleet.time.runUntil(fleet.time.now + (fleet.random() * pace.assignEveryMs) / workers);
  }
  await fleet.time.runUntil(fleet.time.now + 5 * 60_000);
  const { readUnits } = fleet.database;
  readUnits.clear();
  await fleet.time.runUntil(fleet.time.now + MEASURED_MS);
  const perSecond = (isMeant: (purpose: string) => boolean): number =>
    [...readUnits].reduce((sum, [purpose, units]) => sum + (isMeant(purpose) ? units : 0), 0) /
    (MEASURED_MS / 1_000);
  const isOurs = (purpose: string): boolean => purpose.endsWith('/kcl-ts');
  return {
    shards,
    workers,
    watching: perSecond(isOurs),
    leader: perSecond((purpose) => purpose === 'leader'),
    kcl: perSecond((purpose) => !isOurs(purpose)),
  };
}

export function nameOf(worker: number): string {
  return `consumer-7d9f8b6c5-${String(worker).padStart(5, '0')}`;
}

/** With everything that the KCL writes, at its usual length. */
export function row(shard: number, owner: string): Item {
  return {
    leaseKey: { S: `shardId-${String(shard).padStart(12, '0')}` },
    leaseOwner: { S: owner },
    leaseCounter: { N: '123456' },
    checkpoint: { S: '4'.repeat(56) },
    checkpointSubSequenceNumber: { N: '0' },
    ownerSwitchesSinceCheckpoint: { N: '0' },
    parentShardId: { SS: [`shardId-${String(shard).padStart(12, '1')}`] },
    startingHashKey: { S: '1'.repeat(38) },
    endingHashKey: { S: '2'.repeat(38) },
    throughputKBps: { N: '123.456789' },
  };
}
