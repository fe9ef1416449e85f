import type { Context } from '../context.js';
import { createRunFolder, type RunFolder } from '../daemon/run-folder.js';
import { startWatchdog, type Watchdog } from '../daemon/watchdog.js';
import { messageOf } from '../errors.js';
import { boundYoungGeneration, collectEachMinute } from '../own-memory.js';
import { archiveFolder } from '../maven/cache/jar-store.js';
import { makeArchiveLater } from './archive-later.js';
import { awsSettings } from './aws-settings.js';
import { createWorkerEvents } from './event-bus.js';
import { Hosts } from './hosts/index.js';
import { startObservers } from './observers/index.js';
import { nameJars, watchLinkFaults } from './observers/link-faults.js';
import { createLogSink } from './observers/log-sink.js';
import { checkAws, streamStatus } from './prepare/check-aws.js';
import { prepare, type Prepared } from './prepare/index.js';
import { suggestTypeCheck } from './prepare/suggest-type-check.js';
import type { WorkerOutcome, WorkerSettings } from './settings.js';
import { createQuickStart, type QuickStart } from './sharing/quick-start.js';
import { shareLeases } from './sharing/share-leases.js';
import { holdBack } from './supervise/back-pressure.js';
import { superviseDaemon } from './supervise/index.js';
import { startWatch } from './watch/start.js';
import { withRestarts } from './supervise/restart.js';

/**
 * Runs one worker from start to end: compiles the processor, verifies the jars, writes the properties, starts java,
 * relays what it says and stops it when `context.signal` is aborted. Leaves no process and no file behind.
 *
 * What happens in it, and who is told, stands in `events.ts`.
 *
 * @throws KclTsError when it could not start, or ended without having been asked to
 */
export async function runWorker(settings: WorkerSettings, context: Context): Promise<WorkerOutcome> {
  const folder = await createRunFolder(context.tmpdir);
  const watchdog = startWatchdog(context.platform);
  watchdog.lookAfterFolder(folder.path);
  const forget = settings.atExit(() => folder.remove());
  const quickStart = settings.quickStart
    ? createQuickStart(settings, {
        stop: context.signal,
        onLeft: (message) => context.reporter.debug(message),
      })
    : undefined;
  try {
    quickStart?.begin();
    const prepared = await prepare(settings, folder, context);
    try {
      return await runPrepared(prepared, settings, context, { watchdog, quickStart, folder });
    } finally {
      await prepared.local?.stop();
    }
  } catch (error) {
    throw await suggestTypeCheck(error, settings.processor, context);
  } finally {
    await quickStart?.end();
    folder.remove();
    watchdog.dismiss();
    forget();
  }
}

interface RunParts {
  readonly watchdog: Watchdog;
  readonly quickStart: QuickStart | undefined;
  readonly folder: RunFolder;
}

async function runPrepared(
  { plan, hosts: hostsPlan, builtFrom, reports, local, lacksArchive }: Prepared,
  settings: WorkerSettings,
  context: Context,
  { watchdog, quickStart, folder }: RunParts,
): Promise<WorkerOutcome> {
  const { logLevels: levels, logFormat: format, workerId: worker } = settings;
  const log = createLogSink({ levels, format, worker }, context);
  const events = createWorkerEvents((name, error) =>
    log.say('warn', `${name} failed, the worker goes on: ${messageOf(error)}`),
  );
  const linkFaults = watchLinkFaults(events);
  const { shards, troubles, inVain, finished, ...observers } = await startObservers(settings, {
    events,
    log,
    local,
    stream: {
      check: (onUnreachable) => checkAws(settings, onUnreachable),
      status: () => streamStatus(settings),
    },
    aws: awsSettings(settings, local),
    stop: context.signal,
  });
  const stop = AbortSignal.any([context.signal, inVain, finished]);
  const endSharing = local ? undefined : shareLeases(settings, { events, log, shards, stop, quickStart });
  const hosts =
    hostsPlan &&
    new Hosts(hostsPlan, {
      events,
      watchdog,
      atExit: settings.atExit,
      holdBack: (streams) => holdBack(streams, context.stderr, stop),
    });
  const { archiveCommand, jars, processor } = settings;
  const endWatch =
    hosts && builtFrom && processor.kind === 'file'
      ? startWatch(processor, settings, {
          ...{ events, hosts, plan: hostsPlan, built: builtFrom },
          ...{ reports: reports.target, folder, log, context },
        })
      : undefined;
  const endArchive =
    lacksArchive && archiveCommand
      ? makeArchiveLater(events, {
          command: archiveCommand,
          folder: archiveFolder(jars.store),
          stop,
          say: (message) => context.reporter.debug(message),
        })
      : undefined;
  boundYoungGeneration();
  const stopCollecting = collectEachMinute();
  try {
    const run = async (): Promise<WorkerOutcome> => {
      await quickStart?.readyForJava();
      return await superviseDaemon(plan, {
        settings,
        context: { ...context, signal: stop },
        events,
        shards,
        troubles,
        watchdog,
        reports,
        hosts,
      });
    };
    const say = (message: string, details?: string): void =>
      events.emit({ type: 'restart', message, details });
    return await withRestarts(settings.restart, run, { signal: stop, say }).finally(async () => {
      stopCollecting();
      await endWatch?.();
      await observers.end();
      await endSharing?.();
      await endArchive?.();
      // Why there was no point in going on says more than how java took it.
      inVain.throwIfAborted();
    });
  } catch (error) {
    throw nameJars(error, linkFaults.last, plan.classPath);
  }
}
