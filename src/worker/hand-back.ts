import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { dynamodbClient } from '../aws/clients.js';
import { lookAtLeases, renewalIsVisibleAt, type Sighting } from '../aws/live-workers.js';
import type { PassedLeases } from '../aws/pass-leases.js';
import { passLeases, releaseRoles, type Leaving } from '../aws/release-worker.js';
import { deleteReport } from '../aws/roles.js';
import { messageOf } from '../errors.js';
import { awsSettings } from './aws-settings.js';
import type { LogSink } from './log-sink.js';
import type { WorkerSettings } from './settings.js';
import { sharingOf } from './sharing.js';

/** Nobody waits longer than this for a worker that has stopped to end. */
const LIMIT_MS = 5_000;

/**
 * Passes on what bears the name of a worker that stops: its leases, its row among the live workers, its leadership. The
 * KCL (3.1.3) leaves all three to expire, which keeps the other workers from its shards for 36 s and more, and for 2
 * minutes when it was the leader. What cannot be passed on expires as before.
 */
export interface HandBack {
  /**
   * To be called when the worker is asked to stop: from now on nobody gives it leases, and whether the others renew
   * theirs is seen while it stops.
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

export function createHandBack(settings: WorkerSettings, log: LogSink): HandBack {
  const { aws, workerId, hardStop } = settings;
  const { tables } = aws;
  const { pace, most } = sharingOf(settings);
  const javaEnded = new AbortController();
  let client: Promise<DynamoDBClient> | undefined;
  let before: Promise<Sighting | undefined> | undefined;
  let early: Promise<void> | undefined;

  const unable = (error: unknown): void => log.say('debug', `could not hand back: ${messageOf(error)}`);
  const leaving = async (): Promise<Leaving> => {
    client ??= dynamodbClient({ ...awsSettings(settings, undefined).dynamodb, attempts: 2 });
    return { dynamodb: await client, tables, workerId };
  };
  const look = async (): Promise<Sighting> => {
    const { dynamodb } = await leaving();
    deleteReport(dynamodb, tables.workerMetrics, workerId).catch(unable);
    return lookAtLeases(dynamodb, tables.lease);
  };
  const pass = async (): Promise<void> => {
    const passed = await passLeases({ ...(await leaving()), before: await before, pace, most });
    tell(passed, log);
    passed.failures.forEach(unable);
  };
  const passEarly = async (): Promise<void> => {
    const first = await before;
    const waitMs = first ? renewalIsVisibleAt(first, pace) - performance.now() : 0;
    await sleep(Math.max(0, waitMs), undefined, { signal: javaEnded.signal }).catch(() => undefined);
    if (!javaEnded.signal.aborted) await pass();
  };
  const passAll = async (): Promise<'done'> => {
    await early;
    // The leases last: whoever is told of them should find neither a dead worker nor a dead leader.
    (await releaseRoles(await leaving())).failures.forEach(unable);
    await pass();
    return 'done';
  };

  return {
    begin() {
      before ??= look().catch((error: unknown) => {
        unable(error);
        return undefined;
      });
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
