import type { LocalStack } from '../../local/start-local-stack.js';
import { watchUntilCaughtUp } from './caught-up.js';
import { createCaughtUpNotice } from './caught-up-notice.js';
import { watchHealth } from './health.js';
import { serveHealth } from './health-server.js';
import { createReadingEnd } from './reading-end.js';
import type { LogSink } from './log-sink.js';
import { ownCause } from '../supervise/own-cause.js';
import { createReadyFile } from './ready-file.js';
import type { Troubles } from './troubles.js';
import type { WorkerSettings } from '../settings.js';
import type { Shards } from './shards.js';

/** Whoever follows what the processors report, for the whole time of a run. */
export interface Monitors {
  /** Aborted when a worker that runs until it has caught up has nothing left to read. */
  readonly finished: AbortSignal;
  onShards(shards: Shards): void;
  /** A daemon has ended: the ready file goes until another one is ready. */
  onDaemonEnd(): void;
  end(): Promise<void>;
}

export interface MonitorParts {
  readonly log: LogSink;
  readonly local: LocalStack | undefined;
  readonly troubles: Pick<Troubles, 'note'>;
  /** Aborted when the user asks the worker to stop. */
  readonly stop: AbortSignal;
}

/** @throws KclTsError CONFIG_INVALID when the health port or the ready file cannot be had */
export async function startMonitors(
  settings: WorkerSettings,
  { log, local, troubles, stop }: MonitorParts,
): Promise<Monitors> {
  const { health, readyFile, untilCaughtUp, atExit } = settings;
  const ready = readyFile === undefined ? undefined : createReadyFile(readyFile);
  const forget = ready && atExit(() => ready.remove());
  const watch = health && watchHealth({ stallAfterMs: health.stallAfterMs });
  const server = health && watch && (await serveHealth(watch, health.port, health.host));
  if (server) log.say('info', `health on port ${server.port}: /live and /ready`);
  const finished = new AbortController();
  const readingEnd = untilCaughtUp ? createReadingEnd(settings, local) : undefined;
  const caughtUp =
    readingEnd &&
    watchUntilCaughtUp({
      complete: recordsToDeliver(settings, local),
      confirm: (shards) => readingEnd.confirm(shards),
      // Without an answer the run would never end: nothing else that is read makes up for it.
      onError: (error) =>
        troubles.note(ownCause(error, 'tell whether all is read'), { reading: () => false }),
      onDone: () => finished.abort(),
    });
  // Whoever runs until it has caught up ends then.
  const notice = untilCaughtUp
    ? undefined
    : createCaughtUpNotice(log, { complete: recordsToDeliver(settings, local), stop });
  return {
    finished: finished.signal,
    onShards(shards) {
      ready?.onShards(shards);
      watch?.onShards(shards);
      caughtUp?.onShards(shards);
      notice?.onShards(shards);
    },
    onDaemonEnd() {
      notice?.end();
      ready?.remove();
    },
    async end() {
      ready?.remove();
      forget?.();
      caughtUp?.end();
      readingEnd?.end();
      await server?.close();
    },
  };
}

/** Only what is put by this run, and read from the start, is known to be delivered in full. */
function recordsToDeliver({ properties }: WorkerSettings, local: LocalStack | undefined): Promise<number> {
  const fromStart = properties.get('initialPositionInStream') === 'TRIM_HORIZON';
  return local && fromStart ? local.ready : Promise.resolve(0);
}
