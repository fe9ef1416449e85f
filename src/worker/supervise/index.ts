import type { Context } from '../../context.js';
import { startDaemon } from '../../daemon/start-daemon.js';
import type { LaunchPlan } from '../../daemon/launch-plan.js';
import { createStopPlan, type StopPlan } from '../../daemon/stop-plan.js';
import type { Watchdog } from '../../daemon/watchdog.js';
import { KclTsError } from '../../errors.js';
import { isOfTheLoop, isRoutine, loggers } from '../../kcl/loggers.js';
import type { DaemonLine } from '../../logs/daemon-line.js';
import { readDaemonOutput } from '../../logs/read-daemon-output.js';
import { holdBack } from './back-pressure.js';
import { createEvidence, type Evidence } from '../observers/evidence.js';
import { judge, type StopEnd } from './judge.js';
import type { LogSink } from '../observers/log-sink.js';
import { isEndOfShard, tellOfProgram } from '../prepare/program-shards.js';
import type { ReportChannel } from '../reports/report-channel.js';
import type { ReportListener } from '../reports/report-listener.js';
import type { WorkerOutcome, WorkerSettings } from '../settings.js';
import { createShards, type Shards } from '../observers/shards.js';
import { watchStart, type StartWatch } from './start-watch.js';
import { tell } from './tell.js';
import type { Reading, Troubles } from '../observers/troubles.js';
import type { Cause } from '../../kcl/causes/cause.js';
import { createUnassignedLeases } from '../observers/unassigned-leases.js';

export interface Supervision {
  readonly settings: WorkerSettings;
  readonly context: Context;
  readonly log: LogSink;
  readonly watchdog: Watchdog;
  /** Called with every report of a processor. */
  readonly onShards?: (shards: Shards) => void;
  /** Called whenever the daemon takes a shard for ended. */
  readonly onShardEnd?: () => void;
  /** Told each time that the daemon says what keeps it from its work. */
  readonly troubles: Troubles;
  /** On which the processors report. */
  readonly reports: ReportChannel;
}

/**
 * Runs java to its end: relays its logs, stops it when asked, and says how it ended.
 *
 * @throws KclTsError naming the cause, when it did not end because it was asked to
 */
export async function superviseDaemon(plan: LaunchPlan, supervision: Supervision): Promise<WorkerOutcome> {
  const { settings, context, watchdog, troubles } = supervision;
  const evidence = createEvidence();
  const shards = createShards();
  const start = watchStart(supervision.log);
  const reports = supervision.reports.listen((event) => {
    const isFirst = event.type === 'failed' && evidence.failedShards.size === 0;
    evidence.event(event);
    const before = shards.recordsOf(event.shardId);
    shards.apply(event);
    if (event.type === 'initialized' || shards.recordsOf(event.shardId) > before)
      troubles.progress(event.shardId ?? '');
    if (shards.started) start.end();
    tell(event, isFirst, supervision.log);
    supervision.onShards?.(shards);
  });
  const daemon = startDaemon(plan);
  if (daemon.pid !== undefined) watchdog.lookAfterJava(daemon.pid);
  // From here on there is something to lose when this process is killed.
  const onShardStart = (): void => {
    const jvm = daemon.jvm();
    if (jvm !== undefined && jvm !== daemon.pid) watchdog.lookAfterJvm(jvm);
  };
  const forget = settings.atExit(() => daemon.killGroup());
  const end: StopEnd = { overrun: false, everyProcessorStopped: false };
  const stop = createStopPlan({
    daemon,
    graceMillis: Number(settings.properties.get('shutdownGraceMillis') ?? 0),
    hasShards: () => shards.started,
    onOverrun: () => (end.overrun = true),
  });
  const detach = obey({ stop, shards, start }, supervision);
  const forgetDumps = settings.onThreadDump(() => daemon.signal('SIGQUIT'));
  try {
    const read = readDaemonOutput(
      daemon,
      listener({ supervision, evidence, shards, start, stop, reports, end, onShardStart }),
    );
    const letGo = holdBack([daemon.stdout, daemon.stderr], context.stderr, context.signal);
    await read.finally(letGo);
    const outcome = await daemon.outcome;
    reports.drain();
    return judge({ outcome, evidence, shards, stop, end, settings, troubles });
  } finally {
    start.end();
    detach();
    forgetDumps();
    stop.ended();
    // Java may have been killed alone: its processors end at their stdin's end, and here at the latest.
    daemon.killGroup();
    reports.close();
    forget();
    context.reporter.debug('java has ended');
  }
}

/** Stops when the user asks, or when there is no point in going on; kills when the user asks again. */
function obey(
  { stop, shards, start }: Pick<Watched, 'stop' | 'shards' | 'start'>,
  { settings, context, log }: Supervision,
): () => void {
  const request = (): void => {
    start.end();
    const inVain = context.signal.reason instanceof KclTsError;
    // Where there is no stream, or the embedded servers are gone, there is nothing that could be checkpointed.
    if (inVain && (!shards.started || context.signal.reason.code === 'LOCAL_UNAVAILABLE')) {
      stop.now();
      return;
    }
    if (shards.started) {
      log.say('info', 'stopping: each processor is asked to checkpoint (a second request kills)');
    } else log.say('info', 'stopping: no shard has been given to a processor yet');
    stop.request();
  };
  const now = (): void => stop.now();
  context.signal.addEventListener('abort', request, { once: true });
  settings.hardStop.addEventListener('abort', now, { once: true });
  if (settings.hardStop.aborted) now();
  else if (context.signal.aborted) request();
  return () => {
    context.signal.removeEventListener('abort', request);
    settings.hardStop.removeEventListener('abort', now);
  };
}

interface Watched {
  readonly supervision: Supervision;
  readonly evidence: Evidence;
  readonly shards: Shards;
  readonly start: StartWatch;
  readonly stop: StopPlan;
  readonly reports: ReportListener;
  readonly end: StopEnd;
  readonly onShardStart: () => void;
}

function listener({
  supervision,
  evidence,
  shards,
  start,
  stop,
  reports,
  end,
  onShardStart,
}: Watched): Parameters<typeof readDaemonOutput>[1] {
  const { log, onShardEnd, settings, troubles } = supervision;
  const isUnassignedAtFirst = createUnassignedLeases();
  const reading: Reading = (inTrouble) =>
    shards.isReading({
      but: inTrouble,
      untilCaughtUp: settings.untilCaughtUp,
      reported: settings.processor.kind === 'file',
    });
  const isWorthShowing = (line: DaemonLine, cause: Cause | undefined): boolean => {
    if (isUnassignedAtFirst(line) || evidence.hopeless) return false;
    if (isRoutine(line) || (line.level !== 'error' && line.level !== 'warn')) return true;
    // What breaks the scheduler's loop keeps all shards from being read.
    return troubles.daemon(line, cause, isOfTheLoop(line) ? () => false : reading);
  };
  return {
    daemon(line) {
      reports.drain();
      const cause = evidence.daemon(line);
      log.daemon(line, isWorthShowing(line, cause));
      start.daemon(line);
      if (settings.processor.kind === 'command') tellOfProgram(line, log);
      if (line.logger === loggers.scheduler) {
        if (line.message.startsWith('Created new shardConsumer')) {
          shards.noteStarted(line.shardId);
          start.end();
          onShardStart();
        }
        if (line.message === 'Worker shutdown requested.') shards.noteShutdown();
      }
      if (isEndOfShard(line)) onShardEnd?.();
      if (onlyLostShardsWait(line, evidence, shards)) {
        end.everyProcessorStopped = evidence.failedShards.size === 0;
        stop.now();
      }
      if (evidence.hopeless && !stop.requested) stop.now();
    },
    jvm(line) {
      evidence.jvm(line);
      log.write({ timestamp: new Date(), level: 'info', source: 'jvm', message: line });
    },
    child(shardId, line, timestamp) {
      const text = reports.text(line);
      if (text === undefined) return;
      evidence.child(shardId, text);
      log.write({ timestamp, level: 'info', source: 'processor', shardId, message: text });
    },
  };
}

/**
 * The daemon's shutdown hook waits out the whole grace period for shards that have no processor to be told: one that
 * failed, or one that the KCL tries in vain to start (ShardConsumer.handleShutdownTransition, 3.1.3, never leaves the
 * state INITIALIZING after a failure). Once only those are waited for, all others had their last checkpoint.
 */
function onlyLostShardsWait({ logger, message }: DaemonLine, evidence: Evidence, shards: Shards): boolean {
  if (logger !== loggers.shutdown) return false;
  const waiting = /^Waiting for (\d+) record process/.exec(message)?.[1];
  const lost = new Set([...evidence.failedShards, ...(evidence.startsFail ? shards.withoutProcessor : [])]);
  return waiting !== undefined && lost.size > 0 && Number(waiting) <= lost.size;
}
