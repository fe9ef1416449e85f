import { setTimeout as sleep } from 'node:timers/promises';
import { releaseRoles } from '../../leases/hand-off.js';
import { lookAtLeases, renewalIsVisibleAt, type Sighting } from '../../leases/live-workers.js';
import type { WorkerEvents } from '../event-bus.js';
import type { LogSink } from '../observers/log-sink.js';
import { sharingOf } from './index.js';
import { keepAway } from './keep-away.js';
import { doubtfulShards, passUnlessRenewed } from './namesake.js';
import { createPassingOn, type HandBackSettings } from './pass-on.js';

/** Nobody waits longer than this for a worker that has stopped to end. */
const LIMIT_MS = 5_000;

/** So long after a report is gone somebody may still act on it. */
const SEEN_MS = 300;

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
  readonly events: WorkerEvents;
  readonly log: Pick<LogSink, 'say'>;
  /** The shards that a processor of this worker has started for; undefined where that is not known (--exec). */
  readonly startedShards: () => ReadonlySet<string> | undefined;
}

export function createHandBack(
  settings: HandBackSettings,
  { events, log, startedShards }: HandBackOptions,
): HandBack {
  const { workerId, hardStop } = settings;
  const { pace } = sharingOf(settings);
  const passing = createPassingOn(settings, { events, log });
  const { leaving, unable } = passing;
  const javaEnded = new AbortController();
  let before: Promise<Sighting | undefined> | undefined;
  let early: Promise<void> | undefined;
  let keepingAway: Promise<void> | undefined;

  const look = async (): Promise<Sighting> => {
    const { dynamodb, tables } = await leaving();
    return lookAtLeases(dynamodb, tables.lease);
  };
  const doubts = async (): Promise<ReadonlySet<string>> =>
    doubtfulShards({ before: await before, started: startedShards(), workerId });
  const passEarly = async (): Promise<void> => {
    const first = await before;
    const wait = first ? renewalIsVisibleAt(first, pace) - performance.now() : 0;
    await sleep(Math.max(0, wait), undefined, { signal: javaEnded.signal }).catch(() => undefined);
    const doubtful = await doubts();
    if (!javaEnded.signal.aborted) await passing.pass(({ shardId }) => !doubtful.has(shardId), first);
  };
  const passAll = async (): Promise<'done'> => {
    await Promise.all([early, keepingAway]);
    // The leases last: whoever is told of them should find neither a dead worker nor a dead leader.
    const released = await releaseRoles(await leaving());
    released.failures.forEach(unable);
    const [first, doubtful] = await Promise.all([before, doubts()]);
    let { incoming } = await passing.pass(({ shardId }) => !doubtful.has(shardId), first);
    if (doubtful.size > 0) {
      await passUnlessRenewed({ passing, doubtful, before: first, failoverMs: pace.failoverMs, log });
    }
    if (released.report) {
      // Java had reported again: a worker that stops too may have read that, and gives leases to this one.
      await sleep(SEEN_MS);
      ({ incoming } = await passing.pass(({ shardId }) => !doubtful.has(shardId), first));
    }
    while (incoming.length > 0) {
      await sleep(INCOMING_EVERY_MS);
      ({ incoming } = await passing.pass(({ shardId }) => incoming.includes(shardId), first));
    }
    return 'done';
  };

  return {
    begin() {
      before ??= look().catch((error: unknown) => {
        unable(error);
        return undefined;
      });
      const until = AbortSignal.any([javaEnded.signal, hardStop]);
      keepingAway ??= keepAway({ passing, before, startedShards, until }).catch(unable);
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
        passing.close();
      }
    },
  };
}
