import { KclTsError } from '../../errors.js';
import type { LocalStack } from '../../local/start-local-stack.js';
import { checkAws, streamStatus } from '../prepare/check-aws.js';
import type { LogSink } from './log-sink.js';
import type { WorkerSettings } from '../settings.js';
import type { Troubles } from './troubles.js';
import { counted } from '../../ui/counted.js';

export interface StreamWatch {
  /**
   * Aborted when there is nothing to read and never will be: no such stream, a table of another use in the way, embedded
   * servers that have ended, or records that cannot be put.
   */
  readonly broken: AbortSignal;
  /** To be called whenever the daemon takes a shard for ended: it does so, too, when the stream is deleted. */
  onShardEnd(): void;
}

export function watchStream(
  settings: WorkerSettings,
  log: LogSink,
  local: LocalStack | undefined,
  troubles: Pick<Troubles, 'note'>,
): StreamWatch {
  const broken = new AbortController();
  const abort = (error: unknown): void => broken.abort(error);
  if (local) {
    local.ready.then(
      (count) => log.say('info', `${counted(count, 'record')} put into ${settings.stream}`),
      abort,
    );
    void local.ended.then((failure) => failure && abort(serversEnded(failure)));
    return { broken: broken.signal, onShardEnd: () => undefined };
  }
  checkAws(settings, (cause) => troubles.note(cause, { certain: true })).catch(abort);
  return { broken: broken.signal, onShardEnd: oneAtATime(() => endIfDeleted(settings).catch(abort)) };
}

async function endIfDeleted(settings: WorkerSettings): Promise<void> {
  const status = await streamStatus(settings).catch((error: unknown) =>
    error instanceof KclTsError && error.code === 'STREAM_NOT_FOUND' ? 'DELETED' : 'unknown',
  );
  if (status === 'DELETED' || status === 'DELETING') throw deleted(settings);
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
