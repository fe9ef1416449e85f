import type { Context } from '../context.js';
import { createRunFolder } from '../daemon/run-folder.js';
import { startWatchdog } from '../daemon/watchdog.js';
import type { LocalStack } from '../local/start-local-stack.js';
import { createLogSink } from './log-sink.js';
import { startMonitors } from './monitors.js';
import { prepare, type Prepared } from './prepare.js';
import { withRestarts } from './restart.js';
import type { WorkerOutcome, WorkerSettings } from './settings.js';
import { superviseDaemon, type Supervision } from './supervise.js';

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
  } finally {
    folder.remove();
    watchdog.dismiss();
    forget();
  }
}

async function runPrepared({ plan, local }: Prepared, supervision: Supervision): Promise<WorkerOutcome> {
  const { settings, context, log } = supervision;
  const broken = reportRecords(local, supervision);
  const signal = AbortSignal.any([context.signal, broken]);
  const monitors = await startMonitors(settings, log, local);
  try {
    const run = async (): Promise<WorkerOutcome> => {
      try {
        return await superviseDaemon(plan, {
          ...supervision,
          context: { ...context, signal },
          onShards: (shards, stop) => monitors.onShards(shards, stop),
        });
      } finally {
        monitors.onDaemonEnd();
      }
    };
    const outcome = await withRestarts(settings.restart, run, {
      signal,
      say: (message) => log.say('warn', message),
    });
    if (broken.aborted) throw broken.reason;
    return outcome;
  } finally {
    await monitors.end();
  }
}

/** Aborted when records cannot be put: the processors would wait for them for good. */
function reportRecords(local: LocalStack | undefined, { settings, log }: Supervision): AbortSignal {
  const broken = new AbortController();
  local?.ready.then(
    (count) => log.say('info', `${count} records put into ${settings.stream}`),
    (error: unknown) => broken.abort(error),
  );
  return broken.signal;
}
