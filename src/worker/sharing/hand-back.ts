import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDenied } from '../../aws/aws-error.js';
import { dynamodbClient } from '../../aws/clients.js';
import type { Lease } from '../../leases/list-leases.js';
import { holderOf, lookAtLeases, renewalIsVisibleAt, type Sighting } from '../../leases/live-workers.js';
import type { PassedLeases } from '../../leases/pass-leases.js';
import { passLeases, releaseRoles, type Leaving, type LeftLeases } from '../../leases/hand-off.js';
import { deleteReport } from '../../leases/roles.js';
import { messageOf } from '../../errors.js';
import { awsSettings } from '../prepare/aws-settings.js';
import type { LogSink } from '../observers/log-sink.js';
import type { WorkerSettings } from '../settings.js';
import { sharingOf } from './index.js';

/** Nobody waits longer than this for a worker that has stopped to end. */
const LIMIT_MS = 5_000;

/** How often a worker that stops looks whether it was given something. */
const KEEP_AWAY_EVERY_MS = 1_500;

/** How often it looks whether a lease that is being handed over to it can be passed on. */
const INCOMING_EVERY_MS = 500;

/**
 * Passes on what bears the name of a worker that stops: its leases, its row among the live workers, its leadership. The
 * KCL (3.1.3) leaves all three to expire, which keeps the other workers from its shards for 36 s and more, and for 2
 * minutes when it was the leader. What cannot be passed on expires as before; a permission that is missing is said once.
 */
export interface HandBack {
  /**
   * To be called when the worker is asked to stop. From now on nobody gives it leases: until java has ended, which writes
   * its report again every half minute, the report is deleted over and over, and what was given to it all the same is
   * passed on before its java finds it. And whether the others renew theirs is seen while it stops.
   */
  begin(): void;
  /**
   * To be called when all processors have ended but java has not, which takes it up to failoverTimeMillis longer
   * (Scheduler.shouldShutdown): the leases can go now.
   */
  processorsEnded(): void;
  /**
   * To be called when java has ended, whether it was asked to or not. Never rejects. After a second request to stop it
   * passes nothing on.
   */
  finish(): Promise<void>;
}

export interface HandBackOptions {
  readonly log: LogSink;
  /** The shards that a processor of this worker has started for; undefined where that is not known (--exec). */
  readonly startedShards: () => ReadonlySet<string> | undefined;
}

/** What of a worker's settings it takes to pass its leases on. */
export type HandBackSettings = Pick<
  WorkerSettings,
  'aws' | 'region' | 'workerId' | 'properties' | 'hardStop'
>;

export function createHandBack(
  settings: HandBackSettings,
  { log, startedShards }: HandBackOptions,
): HandBack {
  const { aws, workerId, hardStop } = settings;
  const { tables } = aws;
  const { pace, most } = sharingOf(settings);
  const javaEnded = new AbortController();
  let client: Promise<DynamoDBClient> | undefined;
  let before: Promise<Sighting | undefined> | undefined;
  let early: Promise<void> | undefined;
  let keepingAway: Promise<void> | undefined;
  let denied = false;

  const unable = (error: unknown): void => {
    if (!isDenied(error)) log.say('debug', `could not hand back: ${messageOf(error)}`);
    else if (!denied) {
      log.say(
        'warn',
        `the leases cannot be handed back, they expire by themselves: ${messageOf(error)} (kcl-ts iam-policy prints the permissions; --no-hand-back ends this message)`,
      );
    }
    denied ||= isDenied(error);
  };
  const leaving = async (): Promise<Leaving> => {
    client ??= dynamodbClient({ ...awsSettings(settings, undefined).dynamodb, attempts: 2 });
    return { dynamodb: await client, tables, workerId };
  };
  const pass = async (which: (lease: Lease) => boolean): Promise<LeftLeases> => {
    const passed = await passLeases({ ...(await leaving()), before: await before, pace, most, which });
    tell(passed, log);
    passed.failures.forEach(unable);
    return passed;
  };
  const wait = (ms: number): Promise<void> =>
    sleep(Math.max(0, ms), undefined, { signal: javaEnded.signal }).catch(() => undefined);

  const keepAway = async (): Promise<void> => {
    const { dynamodb } = await leaving();
    const first = await before;
    const had = new Set(
      first?.leases.filter((lease) => holderOf(lease) === workerId).map(({ shardId }) => shardId),
    );
    while (!javaEnded.signal.aborted && !denied && !hardStop.aborted) {
      await deleteReport(dynamodb, tables.workerMetrics, workerId).catch(unable);
      const started = startedShards();
      if (first && started)
        await pass(({ shardId }) => !had.has(shardId) && !started.has(shardId)).catch(unable);
      await wait(KEEP_AWAY_EVERY_MS);
    }
  };
  const passEarly = async (): Promise<void> => {
    const first = await before;
    await wait(first ? renewalIsVisibleAt(first, pace) - performance.now() : 0);
    const doubtful = doubtfulShards({ before: first, started: startedShards(), workerId });
    if (!javaEnded.signal.aborted) await pass(({ shardId }) => !doubtful.has(shardId));
  };
  const passAll = async (): Promise<'done'> => {
    await Promise.all([early, keepingAway]);
    // The leases last: whoever is told of them should find neither a dead worker nor a dead leader.
    (await releaseRoles(await leaving())).failures.forEach(unable);
    const doubtful = doubtfulShards({ before: await before, started: startedShards(), workerId });
    let { incoming } = await pass(({ shardId }) => !doubtful.has(shardId));
    if (doubtful.size > 0) await passOrLeave(doubtful);
    while (incoming.length > 0) {
      await sleep(INCOMING_EVERY_MS);
      ({ incoming } = await pass(({ shardId }) => incoming.includes(shardId)));
    }
    return 'done';
  };
  /** Java has ended: what is renewed now is renewed by another process of the same name. */
  const passOrLeave = async (doubtful: ReadonlySet<string>): Promise<void> => {
    const { dynamodb } = await leaving();
    const first = await lookAtLeases(dynamodb, tables.lease);
    await sleep(pace.failoverMs / 2.5);
    const counters = new Map(first.leases.map(({ shardId, counter }) => [shardId, counter]));
    const renewed = new Set<string>();
    await pass(({ shardId, counter }) => {
      if (!doubtful.has(shardId)) return false;
      if (counter === counters.get(shardId)) return true;
      renewed.add(shardId);
      return false;
    });
    if (renewed.size === 0) return;
    log.say(
      'warn',
      `another worker named ${workerId} renews ${leases(renewed.size)}, which it keeps: give each worker a --worker-id of its own`,
    );
  };

  return {
    begin() {
      before ??= leaving()
        .then(({ dynamodb }) => lookAtLeases(dynamodb, tables.lease))
        .catch((error: unknown) => {
          unable(error);
          return undefined;
        });
      keepingAway ??= keepAway().catch(unable);
    },
    processorsEnded() {
      if (!hardStop.aborted) early ??= passEarly().catch(unable);
    },
    async finish() {
      javaEnded.abort();
      const limit = new AbortController();
      try {
        if (hardStop.aborted) return;
        const end = await Promise.race([passAll(), sleep(LIMIT_MS, 'late', { signal: limit.signal })]);
        if (end === 'late') {
          log.say(
            'warn',
            `the leases could not be handed back within ${LIMIT_MS / 1000} s; they expire by themselves`,
          );
        }
      } catch (error) {
        unable(error);
      } finally {
        limit.abort();
        client?.then((dynamodb) => dynamodb.destroy(), unable);
      }
    },
  };
}

interface Doubt {
  readonly before: Sighting | undefined;
  readonly started: ReadonlySet<string> | undefined;
  readonly workerId: string;
}

/**
 * Shards whose leases bore this worker's name when it was asked to stop, though no processor of it ever started for them
 * and they wait for no other shard: they may be another worker's that has the same name.
 */
function doubtfulShards({ before, started, workerId }: Doubt): ReadonlySet<string> {
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

function tell({ given, freed }: PassedLeases, log: LogSink): void {
  for (const heir of [...new Set(given.values())].sort()) {
    const count = [...given.values()].filter((worker) => worker === heir).length;
    log.say('info', `handed ${leases(count)} over to ${heir}`);
  }
  if (freed.length > 0) log.say('info', `handed back ${leases(freed.length)} for other workers to take`);
}

function leases(count: number): string {
  return count === 1 ? '1 lease' : `${count} leases`;
}
