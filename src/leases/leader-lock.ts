import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Pace, Sighting } from './live-workers.js';
import type { Standstill } from './standstill.js';

/** The lock that makes a worker the leader, as it was seen. */
export interface LeaderLock {
  readonly owner: string;
  /** Changes with each of its heartbeats (recordVersionNumber). */
  readonly version: string;
  /** Since when it has not changed, by the clock of sightings. */
  readonly sinceMs: number;
}

/** The leader gives its lock a heartbeat this often (DynamoDBLockBasedLeaderDecider, KCL 3.1.3), in milliseconds. */
const LEADER_HEARTBEAT_MS = 30_000;

/**
 * Reads the lock with each call, and remembers since when it has been as it is. What it tells may be a second old: who
 * deletes the lock does so only if it is still as seen. Needs dynamodb:GetItem.
 */
export function createLockWatch(
  dynamodb: DynamoDBClient,
  table: string,
): (atMs: number) => Promise<LeaderLock | undefined> {
  let last: LeaderLock | undefined;
  return async (atMs) => {
    const { GetItemCommand } = await import('@aws-sdk/client-dynamodb');
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: table, Key: { key: { S: 'Leader' } } }),
    );
    const owner = Item?.['ownerName']?.S;
    const version = Item?.['recordVersionNumber']?.S;
    if (owner === undefined || version === undefined) return (last = undefined);
    const same = last?.owner === owner && last.version === version;
    return (last = { owner, version, sinceMs: same && last ? last.sinceMs : atMs });
  };
}

/** A leader that holds no lease shows that it lives by its heartbeats alone. Two of them have not come. */
export function isHeartless(
  lock: LeaderLock,
  { owners }: Standstill,
  { now, pace, workerId }: { now: Sighting; pace: Pace; workerId: string },
): boolean {
  if (lock.owner === workerId || owners.has(lock.owner)) return false;
  return now.atMs - lock.sinceMs > 2 * LEADER_HEARTBEAT_MS + pace.failoverMs / 3;
}
