import { setTimeout as sleep } from 'node:timers/promises';
import { awsErrorName } from '../aws/aws-error.js';
import { dynamodbClient } from '../aws/clients.js';
import { lookAtLeases } from '../aws/live-workers.js';
import { createStandstillWatch } from '../aws/standstill.js';
import { takeOver } from '../aws/take-over.js';
import { messageOf } from '../errors.js';
import { awsSettings } from './aws-settings.js';
import type { Cause } from './cause.js';
import { causeIn } from './causes.js';
import type { LogSink } from './log-sink.js';
import { sharingOf } from './sharing.js';
import type { WorkerSettings } from './settings.js';

export interface LostWorkersWatch {
  readonly log: LogSink;
  readonly until: AbortSignal;
  /** Called when the lease table cannot be looked at for a reason that has a name: the daemon itself may not tell. */
  readonly onCause: (cause: Cause) => void;
}

/**
 * Watches, while a worker runs, whether the other workers of its application renew their leases, and when one has not
 * for failoverTimeMillis, gives its leases to those that live. The KCL (3.1.3) itself takes a minute for that, and two
 * when the lost worker was the leader. Looks three times in failoverTimeMillis. Resolves when `until` is aborted; never
 * rejects, for the KCL does it as well.
 */
export async function watchForLostWorkers(
  settings: WorkerSettings,
  { log, until, onCause }: LostWorkersWatch,
): Promise<void> {
  const { aws, workerId } = settings;
  const { pace, most } = sharingOf(settings);
  const everyMs = pace.failoverMs / 3;
  const standstill = createStandstillWatch({ longestGapMs: (2 / 3) * pace.failoverMs });
  const dynamodb = await dynamodbClient({ ...awsSettings(settings, undefined).dynamodb, attempts: 1 });
  // A call that is under way fails then: nobody waits for it.
  until.addEventListener('abort', () => dynamodb.destroy(), { once: true });
  const isOver = (): boolean => until.aborted;
  let troubled = false;
  const look = async (): Promise<void> => {
    const now = await lookAtLeases(dynamodb, aws.tables.lease, { consistent: false });
    const still = standstill(now);
    if (isOver()) return;
    const taken = await takeOver({ dynamodb, tables: aws.tables, workerId, now, still, pace, most });
    for (const [shardId, heir] of taken.given) {
      const lease = now.leases.find((each) => each.shardId === shardId);
      log.say(
        'warn',
        `${lease?.owner ?? 'its worker'} has not renewed its lease for ${pace.failoverMs / 1000} s: given to ${heir === workerId ? 'this worker' : heir}`,
        shardId,
      );
    }
    if (taken.failures.length > 0) throw taken.failures[0];
  };
  while (!isOver()) {
    const startedAt = performance.now();
    try {
      await look();
      troubled = false;
    } catch (error) {
      if (isOver()) return;
      const cause = causeIn(`${awsErrorName(error)}: ${messageOf(error)}`);
      if (cause) onCause(cause);
      else if (!troubled) log.say('debug', `could not look for lost workers: ${messageOf(error)}`);
      troubled = true;
    }
    await sleep(Math.max(0, startedAt + everyMs - performance.now()), undefined, { signal: until }).catch(
      () => undefined,
    );
  }
}
