import { KclTsError } from '../errors.js';
import type { LocalStack } from '../local/start-local-stack.js';
import { awsSettings } from './aws-settings.js';
import type { LogSink } from './log-sink.js';
import type { WorkerSettings } from './settings.js';

export interface StreamWatch {
  /** Aborted when there is nothing to read and never will be: no such stream, or records that cannot be put. */
  readonly broken: AbortSignal;
  /** To be called whenever the daemon takes a shard for ended: it does so, too, when the stream is deleted. */
  onShardEnd(): void;
}

export function watchStream(
  settings: WorkerSettings,
  log: LogSink,
  local: LocalStack | undefined,
): StreamWatch {
  const broken = new AbortController();
  const abort = (error: unknown): void => broken.abort(error);
  if (local) {
    local.ready.then((count) => log.say('info', `${count} records put into ${settings.stream}`), abort);
    return { broken: broken.signal, onShardEnd: () => undefined };
  }
  findOwnStream(settings).catch(abort);
  return { broken: broken.signal, onShardEnd: oneAtATime(() => endIfDeleted(settings).catch(abort)) };
}

async function endIfDeleted(settings: WorkerSettings): Promise<void> {
  const found = await findOwnStream(settings).catch((error: unknown) => {
    if (error instanceof KclTsError && error.code === 'STREAM_NOT_FOUND') return undefined;
    throw error;
  });
  if (found === undefined || found === 'DELETING') throw deleted(settings);
}

/** Many shards may end at once; one look answers for all that ended before it began. */
function oneAtATime(look: () => Promise<void>): () => void {
  let looking = false;
  let again = false;
  const begin = (): void => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    void look().finally(() => {
      looking = false;
      if (!again) return;
      again = false;
      begin();
    });
  };
  return begin;
}

/** The KCL takes the shards of a stream that was deleted for ended ones (3.1.3), and would wait for their children. */
function deleted({ stream, aws: { tables } }: WorkerSettings): KclTsError {
  return new KclTsError('STREAM_NOT_FOUND', `the worker was stopped: the stream '${stream}' was deleted`, {
    hint: `the table ${tables.lease} may now say that its shards were read to their end: delete it, or choose another --app, before you read a new stream of this name`,
  });
}

/**
 * The status of the stream, `unknown` if it could not be told. When java starts that is sooner than by the daemon, which
 * tries 20 times before it gives up.
 *
 * @throws KclTsError STREAM_NOT_FOUND
 */
async function findOwnStream(settings: WorkerSettings): Promise<string> {
  const { kinesisClient } = await import('../aws/clients.js');
  const { findStream } = await import('../aws/find-stream.js');
  const kinesis = await kinesisClient(awsSettings(settings, undefined).kinesis);
  try {
    return (await findStream(kinesis, settings.stream, settings.region))?.status ?? 'unknown';
  } finally {
    kinesis.destroy();
  }
}
