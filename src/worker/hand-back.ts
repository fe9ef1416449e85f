import { setTimeout as sleep } from 'node:timers/promises';
import { dynamodbClient } from '../aws/clients.js';
import { releaseWorker } from '../aws/release-worker.js';
import { messageOf } from '../errors.js';
import { awsSettings } from './aws-settings.js';
import type { LogSink } from './log-sink.js';
import type { WorkerSettings } from './settings.js';

/** Nobody waits longer than this for a worker that has stopped to end. */
const LIMIT_MS = 5_000;

/**
 * Gives back, once java has ended, what still bears this worker's name: its leases, its row among the live workers, its
 * leadership. The KCL (3.1.3) leaves all three to expire, which keeps the other workers from its shards for 36 s and
 * more, and for 2 minutes when it was the leader. What cannot be given back expires as before.
 */
export async function handBack(settings: WorkerSettings, log: LogSink): Promise<void> {
  const { aws, workerId } = settings;
  const dynamodb = await dynamodbClient({ ...awsSettings(settings, undefined).dynamodb, attempts: 2 });
  const limit = new AbortController();
  try {
    const released = await Promise.race([
      releaseWorker({ dynamodb, tables: aws.tables, workerId }),
      sleep(LIMIT_MS, undefined, { signal: limit.signal }),
    ]);
    if (released === undefined) {
      log.say(
        'warn',
        `the leases could not be handed back within ${LIMIT_MS / 1000} s; they expire by themselves`,
      );
      return;
    }
    const { shards, failures } = released;
    if (shards.length > 0) log.say('info', `handed back ${shards.length} leases for other workers to take`);
    for (const failure of failures) log.say('debug', `could not hand back: ${messageOf(failure)}`);
  } catch (error) {
    log.say('debug', `could not hand back: ${messageOf(error)}`);
  } finally {
    limit.abort();
    dynamodb.destroy();
  }
}
