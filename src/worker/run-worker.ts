import type { Context } from '../context.js';
import type { LaunchPlan } from '../daemon/launch-plan.js';
import { createRunFolder } from '../daemon/run-folder.js';
import { startWatchdog } from '../daemon/watchdog.js';
import { messageOf } from '../errors.js';
import type { LocalStack } from '../local/start-local-stack.js';
import { watchUntilCaughtUp, type CaughtUpWatch } from './caught-up.js';
import { createLogSink } from './log-sink.js';
import { prepare } from './prepare.js';
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
    const { plan, local } = await prepare(settings, folder, context);
    try {
      const log = createLogSink({ level: settings.logLevel, format: settings.logFormat }, context);
      return await supervise(plan, { settings, context, log, watchdog }, local);
    } finally {
      await local?.stop();
    }
  } finally {
    folder.remove();
    watchdog.dismiss();
    forget();
  }
}

async function supervise(
  plan: LaunchPlan,
  supervision: Supervision,
  local?: LocalStack,
): Promise<WorkerOutcome> {
  const { settings, context, log } = supervision;
  // Records that cannot be put end the run: its processors would wait for them for good.
  const broken = new AbortController();
  local?.ready
    .then((count) => log.say('info', `${count} records put into ${settings.stream}`))
    .catch((error: unknown) => broken.abort(error));
  const watch = settings.untilCaughtUp ? watchCaughtUp(supervision, local) : undefined;
  try {
    const signal = AbortSignal.any([context.signal, broken.signal]);
    const outcome = await superviseDaemon(plan, {
      ...supervision,
      context: { ...context, signal },
      ...(watch ? { onShards: watch.onShards } : {}),
    });
    if (broken.signal.aborted) throw broken.signal.reason;
    return outcome;
  } finally {
    watch?.end();
  }
}

function watchCaughtUp({ settings, log }: Supervision, local?: LocalStack): CaughtUpWatch {
  return watchUntilCaughtUp({
    // Only what is read from the start is delivered in full.
    complete:
      local && settings.properties.get('initialPositionInStream') === 'TRIM_HORIZON'
        ? local.ready
        : Promise.resolve(0),
    confirm: () => Promise.resolve(true),
    onError: (error) => log.say('warn', `cannot tell yet whether all is read: ${messageOf(error)}`),
  });
}
