import { KclTsError } from '../../errors.js';
import type { Cause } from '../../kcl/causes/cause.js';
import type { LocalStack } from '../../local/start-local-stack.js';
import type { WorkerEvents } from '../event-bus.js';
import type { WorkerSettings } from '../settings.js';

export type StreamNames = Pick<WorkerSettings, 'stream' | 'aws'>;

/** What AWS is asked about the stream. */
export interface StreamQuestions {
  /**
   * @param onUnreachable told why AWS cannot be reached
   * @throws KclTsError when there is nothing to read, or a table of another use in the way
   */
  check(onUnreachable: (cause: Cause) => void): Promise<void>;
  /** @throws KclTsError STREAM_NOT_FOUND, or what keeps AWS from answering */
  status(): Promise<string>;
}

/**
 * Watches whether there is something to read: looks at once, and whenever a shard is read to its end, for the KCL takes
 * those of a deleted stream for such (3.1.3).
 *
 * @returns what is aborted when there is nothing to read and never will be: no such stream, or a table of another use in
 *   the way
 */
export function watchStream(names: StreamNames, events: WorkerEvents, stream: StreamQuestions): AbortSignal {
  const broken = new AbortController();
  stream
    .check((cause) => events.emit({ type: 'awsProblem', cause, isCertain: true }))
    .catch((error: unknown) => broken.abort(error));
  const look = async (): Promise<void> => {
    if (await isDeleted(stream)) broken.abort(deleted(names));
  };
  events.subscribe('the watch over the stream', { shardEndReached: oneAtATime(look) });
  return broken.signal;
}

/** @returns what is aborted when the embedded servers have ended, or records cannot be put */
export function watchLocalStack(local: Pick<LocalStack, 'ready' | 'ended'>): AbortSignal {
  const broken = new AbortController();
  local.ready.catch((error: unknown) => broken.abort(error));
  void local.ended.then((failure) => failure && broken.abort(serversEnded(failure)));
  return broken.signal;
}

async function isDeleted(stream: StreamQuestions): Promise<boolean> {
  const status = await stream
    .status()
    .catch((error: unknown) =>
      error instanceof KclTsError && error.code === 'STREAM_NOT_FOUND' ? 'DELETED' : 'unknown',
    );
  return status === 'DELETED' || status === 'DELETING';
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
function deleted({ stream, aws: { tables } }: StreamNames): KclTsError {
  return new KclTsError('STREAM_NOT_FOUND', `the worker was stopped: the stream '${stream}' was deleted`, {
    hint: `before you read a new stream of this name, delete the table ${tables.lease} or choose another --app: the table may say that all shards were read to their end`,
  });
}

/** What they held was in memory: there is nothing to go on with. */
function serversEnded({ code, message, details = '' }: KclTsError): KclTsError {
  return new KclTsError(code, `the worker was stopped: ${message}`, {
    details,
    hint: 'start again; if something killed them, find out what, such as the memory limit of a container',
  });
}
