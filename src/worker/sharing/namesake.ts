import { setTimeout as sleep } from 'node:timers/promises';
import { holderOf, lookAtLeases, type Sighting } from '../../leases/live-workers.js';
import { counted } from '../../ui/counted.js';
import type { LogSink } from '../observers/log-sink.js';
import type { PassingOn } from './pass-on.js';

export interface Doubt {
  /** The leases when the worker was asked to stop. */
  readonly before: Sighting | undefined;
  /** The shards that a processor of this worker has started for; undefined where that is not known. */
  readonly started: ReadonlySet<string> | undefined;
  readonly workerId: string;
}

/**
 * Shards whose leases bore this worker's name when it was asked to stop, though no processor of it ever started for them
 * and they wait for no other shard: they may be another worker's that has the same name.
 */
export function doubtfulShards({ before, started, workerId }: Doubt): ReadonlySet<string> {
  if (before === undefined || started === undefined) return new Set();
  const doubtful = before.leases.filter(
    (lease) =>
      holderOf(lease) === workerId &&
      lease.checkpoint !== 'SHARD_END' &&
      !started.has(lease.shardId) &&
      (lease.parents ?? []).length === 0,
  );
  return new Set(doubtful.map(({ shardId }) => shardId));
}

export interface NamesakeCheck {
  readonly passing: PassingOn;
  readonly doubtful: ReadonlySet<string>;
  readonly before: Sighting | undefined;
  readonly failoverMs: number;
  readonly log: Pick<LogSink, 'say'>;
}

/**
 * Passes doubtful leases on unless somebody renews them. To be called when java has ended: what is renewed then is
 * renewed by another process of the same name, which keeps it.
 */
export async function passUnlessRenewed(check: NamesakeCheck): Promise<void> {
  const { passing, doubtful, before, failoverMs, log } = check;
  const { dynamodb, tables, workerId } = await passing.leaving();
  const first = await lookAtLeases(dynamodb, tables.lease);
  await sleep(failoverMs / 2.5);
  const counters = new Map(first.leases.map(({ shardId, counter }) => [shardId, counter]));
  const renewed = new Set<string>();
  await passing.pass(({ shardId, counter }) => {
    if (!doubtful.has(shardId)) return false;
    if (counter === counters.get(shardId)) return true;
    renewed.add(shardId);
    return false;
  }, before);
  if (renewed.size === 0) return;
  log.say(
    'warn',
    `another worker named ${workerId} renews ${counted(renewed.size, 'lease')}, which it keeps: give each worker a --worker-id of its own`,
  );
}
