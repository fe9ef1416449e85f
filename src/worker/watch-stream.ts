import { KclTsError } from '../errors.js';
import type { LocalStack } from '../local/start-local-stack.js';
import { awsSettings } from './aws-settings.js';
import type { LogSink } from './log-sink.js';
import type { WorkerSettings } from './settings.js';
import type { Shards } from './shards.js';

export interface StreamWatch {
  /** Aborted when there is nothing to read and never will be: no such stream, or records that cannot be put. */
  readonly broken: AbortSignal;
  onShards(shards: Shards): void;
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
    return { broken: broken.signal, onShards: () => undefined };
  }
  findOwnStream(settings).catch(abort);
  const endIfDeleted = async (): Promise<void> => {
    const found = await findOwnStream(settings).catch((error: unknown) => {
      if (error instanceof KclTsError && error.code === 'STREAM_NOT_FOUND') return undefined;
      throw error;
    });
    if (found === undefined || found === 'DELETING') abort(deleted(settings));
  };
  let hadShards = false;
  return {
    broken: broken.signal,
    onShards({ all }) {
      const allEnded = all.every(({ running, endReason }) => !running && endReason === 'shardEnded');
      if (allEnded && hadShards) endIfDeleted().catch(abort);
      hadShards = !allEnded;
    },
  };
}

/** The KCL takes the shards of a stream that was deleted for ended ones (3.1.3), and would wait for their children. */
function deleted({ stream, aws: { tables } }: WorkerSettings): KclTsError {
  return new KclTsError('STREAM_NOT_FOUND', `the worker was stopped: the stream '${stream}' was deleted`, {
    hint: `the table ${tables.lease} now says that each of its shards was read to its end: delete it, or choose another --app, before you read a new stream of this name`,
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
