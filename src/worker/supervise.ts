import type { Context } from '../context.js';
import { startDaemon, type DaemonOutcome } from '../daemon/start-daemon.js';
import type { LaunchPlan } from '../daemon/launch-plan.js';
import { createStopPlan, type StopPlan } from '../daemon/stop-plan.js';
import type { Watchdog } from '../daemon/watchdog.js';
import { KclTsError } from '../errors.js';
import { loggers } from '../logs/daemon-loggers.js';
import type { DaemonLine } from '../logs/daemon-line.js';
import { readDaemonOutput } from '../logs/read-daemon-output.js';
import type { ChildEvent } from '../processor/child-event.js';
import { createEvidence, type Evidence } from './evidence.js';
import type { LogSink } from './log-sink.js';
import type { ReportChannel } from './reports/report-channel.js';
import type { ReportListener } from './reports/report-listener.js';
import type { WorkerOutcome, WorkerSettings } from './settings.js';
import { createShards, describeCheckpoint, type Shards } from './shards.js';
import type { Troubles } from './troubles.js';

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
  const evidence = createEvidence((cause) => troubles.note(cause));
  const shards = createShards();
  const reports = supervision.reports.listen((event) => {
    evidence.event(event);
    shards.apply(event);
    tell(event, supervision.log);
    supervision.onShards?.(shards);
  });
  const daemon = startDaemon(plan);
  if (daemon.pid !== undefined) watchdog.lookAfterJava(daemon.pid);
  const forget = settings.atExit(() => daemon.killGroup());
  let overrun = false;
  const stop = createStopPlan({
    daemon,
    graceMillis: Number(settings.properties.get('shutdownGraceMillis') ?? 0),
    hasShards: () => shards.started,
    onOverrun: () => (overrun = true),
  });
  const detach = obey(stop, supervision);
  const forgetDumps = settings.onThreadDump(() => daemon.signal('SIGQUIT'));
  try {
    await readDaemonOutput(daemon, listener({ supervision, evidence, shards, stop, reports }));
    const outcome = await daemon.outcome;
    reports.drain();
    return judge({ outcome, evidence, shards, stop, overrun, settings, troubles });
  } finally {
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

/** Stops when the user asks, kills when asked again. */
function obey(stop: StopPlan, { settings, context, log }: Supervision): () => void {
  const request = (): void => {
    log.say('info', 'stopping: each processor is asked to checkpoint (a second request kills)');
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
  readonly stop: StopPlan;
  readonly reports: ReportListener;
}

function listener({
  supervision,
  evidence,
  shards,
  stop,
  reports,
}: Watched): Parameters<typeof readDaemonOutput>[1] {
  const { log, onShardEnd } = supervision;
  return {
    daemon(line) {
      reports.drain();
      evidence.daemon(line);
      log.daemon(line);
      if (line.logger === loggers.scheduler) {
        if (line.message.startsWith('Created new shardConsumer')) shards.noteStarted();
        if (line.message === 'Worker shutdown requested.') shards.noteShutdown();
      }
      if (line.logger === loggers.processTask && line.message.startsWith('Reached end of shard'))
        onShardEnd?.();
      if (onlyFailedShardsWait(line, evidence)) stop.now();
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
 * A failed processor makes the daemon call System.exit, whose hook waits out the whole grace period for the shard
 * that has no processor any more. Once only failed shards are waited for, all others had their last checkpoint.
 */
function onlyFailedShardsWait({ logger, message }: DaemonLine, { failedShards }: Evidence): boolean {
  if (logger !== loggers.shutdown || failedShards.size === 0) return false;
  const waiting = /^Waiting for (\d+) record process/.exec(message)?.[1];
  return waiting !== undefined && Number(waiting) <= failedShards.size;
}

function tell(event: ChildEvent, log: LogSink): void {
  switch (event.type) {
    case 'initialized':
      log.say('info', `started at ${event.sequenceNumber ?? 'the start position'}`, event.shardId);
      return;
    case 'ended':
      log.say('info', ended(event), event.shardId);
      return;
    case 'failed':
      log.write({
        timestamp: new Date(),
        level: 'error',
        source: 'processor',
        message: `the processor failed in ${event.during}`,
        stack: event.stack,
        ...(event.shardId === undefined ? {} : { shardId: event.shardId }),
      });
      return;
    case 'warning':
      log.write({
        timestamp: new Date(),
        level: 'warn',
        source: 'kcl-ts',
        message: event.message,
        shardId: event.shardId,
        ...(event.stack === undefined ? {} : { stack: event.stack }),
      });
      return;
    case 'progress':
      return;
  }
}

function ended({ reason, records, checkpoint }: Extract<ChildEvent, { type: 'ended' }>): string {
  const at = checkpoint ? `checkpoint ${describeCheckpoint(checkpoint)}` : 'no checkpoint';
  return `ended (${reason}): ${records} records, ${at}`;
}

interface Ended {
  readonly outcome: DaemonOutcome;
  readonly evidence: Evidence;
  readonly shards: Shards;
  readonly stop: StopPlan;
  readonly overrun: boolean;
  readonly settings: WorkerSettings;
  readonly troubles: Troubles;
}

function judge({ outcome, evidence, shards, stop, overrun, settings, troubles }: Ended): WorkerOutcome {
  if (outcome.kind === 'spawn-failed') {
    throw new KclTsError('JAVA_MISSING', 'java could not be started', {
      details: String(outcome.cause),
      cause: outcome.cause,
    });
  }
  if (settings.hardStop.aborted) return { kind: 'killed' };
  if (evidence.hopeless ?? evidence.processorFailed)
    throw evidence.explain(describe(outcome), troubles.current);
  if (!stop.requested) throw evidence.explain(describe(outcome), troubles.current);
  if (evidence.stoppedCleanly || !shards.started) return { kind: 'stopped' };
  const trouble = troubles.current;
  throw new KclTsError(
    'DAEMON_FAILED',
    overrun
      ? 'the worker did not stop in time and was killed'
      : `the worker did not stop cleanly (${describe(outcome)})`,
    {
      ...(trouble ? { details: `${trouble.message}: ${trouble.hint}` } : {}),
      hint: 'records after the last checkpoint will be delivered again; raise shutdownGraceMillis if processors need longer',
    },
  );
}

function describe(outcome: Exclude<DaemonOutcome, { kind: 'spawn-failed' }>): string {
  return outcome.kind === 'killed'
    ? `java was killed by ${outcome.signal}`
    : `java's exit code ${outcome.exitCode}`;
}
