import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { listLeases, type Lease } from '../../../src/leases/list-leases.js';

/** The leases at one moment. */
export interface LeasesSeen {
  /** By performance.now. */
  readonly atMs: number;
  readonly leases: readonly Pick<Lease, 'shardId' | 'owner' | 'handedOverBy' | 'counter'>[];
}

/** Looks at the leases of an application ten times a second. */
export async function watchLeases(
  dynamodb: DynamoDBClient,
  application: string,
  until: AbortSignal,
): Promise<LeasesSeen[]> {
  const seen: LeasesSeen[] = [];
  while (!until.aborted) {
    const leases = await listLeases(dynamodb, application);
    seen.push({ atMs: performance.now(), leases });
    await sleep(100, undefined, { signal: until }).catch(() => undefined);
  }
  return seen;
}

export interface Rules {
  readonly failoverMs: number;
  /** When each worker was asked to stop that was: from then on its leases may go. */
  readonly stoppedAtMs: ReadonlyMap<string, number>;
}

interface Held {
  readonly holder: string;
  readonly counter: number;
  readonly renewedMs: number;
  /** To whom its holder hands it over. */
  readonly next: string | undefined;
}

/** A look may come later than another by this much. */
const LATE_MS = 500;

/**
 * The leases that went from a worker which had renewed them within failoverTimeMillis, a sentence each; but for those
 * that it handed over itself (checkpointOwner), as the leader had told it to, or gave back when it was asked to stop.
 */
export function takenFromTheLiving(
  seen: readonly LeasesSeen[],
  { failoverMs, stoppedAtMs }: Rules,
): string[] {
  const held = new Map<string, Held>();
  const taken: string[] = [];
  for (const { atMs, leases } of seen) {
    for (const { shardId, owner, handedOverBy, counter } of leases) {
      const holder = handedOverBy ?? owner;
      const before = held.get(shardId);
      const isSame = before !== undefined && before.holder === holder;
      if (before !== undefined && !isSame) {
        const stillMs = atMs - before.renewedMs;
        const isHandedOver = before.next !== undefined && before.next === holder;
        const mayGo = isHandedOver || (stoppedAtMs.get(before.holder) ?? Infinity) <= atMs;
        if (!mayGo && stillMs < failoverMs - LATE_MS)
          taken.push(
            `${shardId} went from ${before.holder} to ${holder ?? 'nobody'} ${Math.round(stillMs)} ms after it was renewed`,
          );
      }
      if (holder === undefined) held.delete(shardId);
      else {
        const same = isSame ? before : undefined;
        const renewedMs = same && counter > same.counter ? atMs : (same?.renewedMs ?? -Infinity);
        held.set(shardId, { holder, counter, renewedMs, next: handedOverBy && owner });
      }
    }
  }
  return taken;
}
