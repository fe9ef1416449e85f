import type { Context } from '../context.js';
import { createRunFolder } from '../daemon/run-folder.js';
import { startWatchdog } from '../daemon/watchdog.js';
import { boundYoungGeneration, collectEachMinute } from '../own-memory.js';
import { createHandBack, type HandBack } from './sharing/hand-back.js';
import { createLogSink } from './observers/log-sink.js';
import { startMonitors } from './observers/monitors.js';
import { prepare, type Prepared } from './prepare/index.js';
import { withRestarts } from './supervise/restart.js';
import type { WorkerOutcome, WorkerSettings } from './settings.js';
import { suggestTypeCheck } from './prepare/suggest-type-check.js';
import { superviseDaemon, type Supervision } from './supervise/index.js';
import { watchForLostWorkers } from './sharing/lost-workers.js';
import { createTroubles } from './observers/troubles.js';
import { watchStream } from './observers/watch-stream.js';

/**
 * Runs one worker from start to end: compiles the processor, verifies the jars, writes the properties, starts java,
 * relays what it says and stops it when `context.signal` is aborted. Leaves no process and no file behind.
 *
 * @throws KclTsError when it could not start, or ended without having been asked to
 */
export async function runWorker(settings: WorkerSettings, context: Context): Promise<WorkerOutcome> {
  const folder = await createRunFolder(context.tmpdir);
  const watchdog = startWatchdog(context.platform);
  watchdog.lookAfterFolder(folder.path);
  const forget = settings.atExit(() => folder.remove());
  try {
    const prepared = await prepare(settings, folder, context);
    try {
      const log = createLogSink({ level: settings.logLevel, format: settings.logFormat }, context);
      return await runPrepared(prepared, { settings, context, log, watchdog });
    } finally {
      await prepared.local?.stop();
    }
  } catch (error) {
    throw await suggestTypeCheck(error, settings.processor, context);
  } finally {
    folder.remove();
    watchdog.dismiss();
    forget();
  }
}

async function runPrepared(
  { plan, reports, local }: Prepared,
  supervision: Omit<Supervision, 'troubles' | 'reports'>,
): Promise<WorkerOutcome> {
  const { settings, context, log } = supervision;
  const troubles = createTroubles(log);
  const stream = watchStream(settings, log, local, troubles);
  const broken = AbortSignal.any([stream.broken, troubles.lasting]);
  const monitors = await startMonitors(settings, { log, local, troubles, stop: context.signal });
  const signal = AbortSignal.any([context.signal, broken, monitors.finished]);
  const started = settings.processor.kind === 'file' ? new Set<string>() : undefined;
  const handBack =
    settings.handBack && !local
      ? beginWithStop(createHandBack(settings, { log, startedShards: () => started }), signal)
      : undefined;
  boundYoungGeneration();
  const stopCollecting = collectEachMinute();
  try {
    const run = async (): Promise<WorkerOutcome> => {
      const ended = new AbortController();
      const watching =
        settings.takeOver && !local
          ? watchForLostWorkers(settings, {
              log,
              until: AbortSignal.any([signal, ended.signal]),
              // What is wrong with credentials java says by itself; it may have others.
              onCause: (cause) => {
                if (cause.code !== 'CREDENTIALS_MISSING') troubles.note(cause);
              },
            })
          : undefined;
      try {
        return await superviseDaemon(plan, {
          ...supervision,
          context: { ...context, signal },
          troubles,
          reports,
          onShardEnd: () => stream.onShardEnd(),
          onShards(shards) {
            monitors.onShards(shards);
            for (const { shardId } of shards.all) started?.add(shardId);
            if (signal.aborted && shards.ended) handBack?.processorsEnded();
          },
        });
      } finally {
        ended.abort();
        await watching;
        monitors.onDaemonEnd();
      }
    };
    const say = (message: string, details?: string): void =>
      log.write({
        timestamp: new Date(),
        level: 'warn',
        source: 'kcl-ts',
        message,
        ...(details ? { stack: details } : {}),
      });
    const outcome = await withRestarts(settings.restart, run, { signal, say });
    broken.throwIfAborted();
    return outcome;
  } catch (error) {
    // How the daemon took it is beside the point.
    broken.throwIfAborted();
    throw error;
  } finally {
    stopCollecting();
    await monitors.end();
    await handBack?.finish();
  }
}

function beginWithStop(handBack: HandBack, stop: AbortSignal): HandBack {
  stop.addEventListener('abort', () => handBack.begin(), { once: true });
  return handBack;
}
