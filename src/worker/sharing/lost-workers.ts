import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsErrorName, isDenied, isNotFound } from '../../aws/aws-error.js';
import { dynamodbClient } from '../../aws/clients.js';
import type { TakenOver } from '../../leases/take-over.js';
import { createWatch, type Watch } from '../../leases/watch.js';
import { messageOf } from '../../errors.js';
import { awsSettings } from '../aws-settings.js';
import type { Cause } from '../../kcl/causes/cause.js';
import { causeIn } from '../../kcl/causes/index.js';
import type { WorkerEvents } from '../event-bus.js';
import type { LogSink } from '../observers/log-sink.js';
import { sharingOf } from './index.js';
import type { WorkerSettings } from '../settings.js';

export interface LostWorkersWatch {
  readonly events: WorkerEvents;
  readonly log: Pick<LogSink, 'say'>;
  /** Whether processors report their end. */
  readonly reported: boolean;
  readonly until: AbortSignal;
  /** Called when the lease table cannot be looked at for a reason that has a name: the daemon itself may not tell. */
  readonly onCause: (cause: Cause) => void;
}

export type LostWorkersSettings = Pick<WorkerSettings, 'aws' | 'region' | 'workerId' | 'properties'>;

/**
 * Watches, while a worker runs, whether the other workers of its application renew their leases, and when one has not
 * for failoverTimeMillis, gives its leases to those that live. The KCL (3.1.3) itself takes a minute for that, and two
 * when the lost worker was the leader. Resolves when `until` is aborted, or
 * when it lacks a permission: that is said once, and never ends a worker. Never rejects, for the KCL does it as well.
 */
export async function watchForLostWorkers(
  settings: LostWorkersSettings,
  options: LostWorkersWatch,
): Promise<void> {
  let dynamodb: DynamoDBClient;
  try {
    dynamodb = await dynamodbClient({ ...awsSettings(settings, undefined).dynamodb, attempts: 1 });
  } catch (error) {
    options.log.say('debug', `not watching for lost workers: ${messageOf(error)}`);
    return;
  }
  await watchWith(dynamodb, settings, options);
}

async function watchWith(
  dynamodb: DynamoDBClient,
  settings: LostWorkersSettings,
  { events, log, reported, until, onCause }: LostWorkersWatch,
): Promise<void> {
  const { aws, workerId } = settings;
  const { pace, most } = sharingOf(settings);
  const afterFailureMs = pace.failoverMs / 3;
  // A call that is under way fails then: nobody waits for it.
  until.addEventListener('abort', () => dynamodb.destroy(), { once: true });
  const isOver = (): boolean => until.aborted;
  const watch = createWatch({ dynamodb, tables: aws.tables, workerId, pace, most });
  const forget = followShards(events, watch, reported);
  until.addEventListener('abort', forget, { once: true });
  const tell = teller(settings, events, log);
  let troubled = false;
  let seen = false;
  while (!isOver()) {
    let nextMs = afterFailureMs;
    try {
      nextMs = await step(watch, tell);
      troubled = false;
      seen = true;
    } catch (error) {
      if (isOver()) return;
      if (isDenied(error)) {
        log.say(
          'warn',
          `not watching for lost workers, whose shards then wait for the KCL: ${messageOf(error)} (kcl-ts iam-policy prints the permissions; --no-take-over ends this message)`,
        );
        dynamodb.destroy();
        return;
      }
      // A new application has no tables yet: the daemon makes them.
      const tooEarly = !seen && isNotFound(error);
      const cause = tooEarly ? undefined : causeIn(`${awsErrorName(error)}: ${messageOf(error)}`);
      if (cause) onCause(cause);
      else if (!troubled) log.say('debug', `could not look for lost workers: ${messageOf(error)}`);
      troubled = true;
    }
    await sleep(nextMs, undefined, { signal: until }).catch(() => undefined);
  }
}

/** @returns what ends it */
function followShards(events: WorkerEvents, { witness }: Watch, reported: boolean): () => void {
  const stops = ({ shardId }: { readonly shardId?: string | undefined }): void =>
    shardId === undefined ? witness.stopsAll() : witness.stops(shardId);
  return events.subscribe('the report of what is renewed', {
    shardAssigned({ shardId }) {
      if (shardId !== undefined) witness.renews(shardId);
    },
    ...(reported
      ? { shardEnded: stops, processorFailed: stops }
      : // Whose it was it does not say.
        { processExited: () => witness.stopsAll() }),
  });
}

/** Resolves to how long to wait until the next one. */
async function step(watch: Watch, tell: (taken: TakenOver) => void): Promise<number> {
  const { taken, nextMs } = await watch.step();
  if (taken) tell(taken);
  if (taken && taken.failures.length > 0) throw taken.failures[0];
  return nextMs;
}

function teller(
  settings: LostWorkersSettings,
  events: WorkerEvents,
  log: Pick<LogSink, 'say'>,
): (taken: TakenOver) => void {
  const { workerId } = settings;
  const { failoverMs } = sharingOf(settings).pace;
  let toldTooMany = false;
  return ({ given, from, tooMany }) => {
    for (const [shardId, heir] of given) {
      events.emit({
        type: 'takenOver',
        shardId,
        from: from.get(shardId),
        to: heir,
        toItself: heir === workerId,
        afterMs: failoverMs,
      });
    }
    if (tooMany && !toldTooMany) {
      log.say('warn', 'more than half of the workers have stopped renewing their leases: left to the KCL');
    }
    toldTooMany = tooMany;
  };
}
