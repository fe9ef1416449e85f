import { KclTsError } from '../../errors.js';
import { isHarmless, isOfTheLoop, loggers } from '../../kcl/loggers.js';
import { textOf, type DaemonLine } from '../../logs/daemon-line.js';
import type { ChildEvent } from '../../child/event.js';
import type { Cause } from '../../kcl/causes/cause.js';
import { describeFailure } from '../../child/describe-failure.js';
import { causeIn } from '../../kcl/causes/index.js';

/** Gathers, while a worker runs, what will tell why it ended. */
export interface Evidence {
  /** Returns what the line says is wrong, if that has a name. */
  daemon(line: DaemonLine): Cause | undefined;
  jvm(line: string): void;
  child(shardId: string, line: string): void;
  event(event: ChildEvent): void;
  /** Shards whose processor failed: the daemon ends because of them. */
  readonly failedShards: ReadonlySet<string>;
  /** Also one of a shard that nobody has named. */
  readonly processorFailed: boolean;
  /** A shard could not be started just now: the KCL tries again each second. */
  readonly startsFail: boolean;
  /** The daemon's shutdown hook ran to its end: every processor had its turn. */
  readonly stoppedCleanly: boolean;
  /** A cause seen while the daemon was starting that no retry will mend. */
  readonly hopeless: Cause | undefined;
  /**
   * The error that names why java ended by itself.
   *
   * @param trouble what kept it from its work at the end, by what kcl-ts itself has met with
   */
  explain(how: string, trouble?: Cause): KclTsError;
}

const LAST_LINES = 10;
/** They are shown in a report of a few lines; the log has all of them. */
const LONGEST_LINE = 1000;

const STARTS_FAIL_MS = 10_000;

const metrics = '.metrics.';

/** Metrics that cannot be written keep no worker from its work. */
function ofMetrics(cause: Cause | undefined): Cause | undefined {
  return cause && { ...cause, message: `no metrics are written: ${cause.message}`, endsARun: false };
}

export function createEvidence(): Evidence {
  const failedShards = new Set<string>();
  const lastWords = new Map<string, string[]>();
  const jvmLines: string[] = [];
  let failure: Extract<ChildEvent, { type: 'failed' }> | undefined;
  let broken: { action: string; shardId: string } | undefined;
  let timedOut: { action: string; shardId: string } | undefined;
  let childExit: string | undefined;
  let lastError: string | undefined;
  let cause: Cause | undefined;
  let hopeless: Cause | undefined;
  let initialised = false;
  let startFailedAt = -Infinity;
  let stoppedCleanly = false;

  const look = (text: string, stopsTheStart = false): Cause | undefined => {
    const found = causeIn(text);
    if (found === undefined) return undefined;
    cause = found;
    if (found.hopeless && stopsTheStart) hopeless ??= found;
    return found;
  };

  return {
    failedShards,
    get processorFailed() {
      return failure !== undefined || failedShards.size > 0;
    },
    get startsFail() {
      return performance.now() - startFailedAt < STARTS_FAIL_MS;
    },
    get stoppedCleanly() {
      return stoppedCleanly;
    },
    get hopeless() {
      return hopeless;
    },
    daemon(line) {
      if (line.logger === loggers.scheduler && line.message.startsWith('Initialization complete'))
        initialised = true;
      if (line.logger === loggers.daemon && line.message === 'Process shutdown is complete.')
        stoppedCleanly = true;
      if (line.logger === loggers.protocol && line.level === 'error') {
        const [action = '', shardId = ''] = line.arguments;
        if (line.message.startsWith('Timedout')) timedOut ??= { action, shardId };
        if (line.message.startsWith('Failed to get status')) broken ??= { action, shardId };
        if (broken) failedShards.add(broken.shardId);
      }
      // An ordinary end of a shard is logged the same way: only an exit after a broken exchange is a failure.
      if (
        broken &&
        line.logger === loggers.shardProcessor &&
        line.message.startsWith('Child process exited')
      ) {
        childExit ??= line.arguments[0];
      }
      if ((line.level !== 'error' && line.level !== 'warn') || isHarmless(line)) return undefined;
      // An exception of the task is logged by itself, an Error where the scheduler looks after its shards.
      if (line.logger === loggers.initializeTask || isOfTheLoop(line)) startFailedAt = performance.now();
      const text = textOf(line);
      if (line.logger.includes(metrics)) return ofMetrics(causeIn(text));
      if (line.level === 'error' && line.logger !== loggers.daemon) lastError = text;
      // The scheduler tries to initialise 20 times (KCL 3.1.3); what it reports there is what keeps it from starting.
      return look(text, !initialised && line.level === 'error' && line.logger === loggers.scheduler);
    },
    jvm(line) {
      push(jvmLines, line);
      look(line);
    },
    child(shardId, line) {
      const lines = lastWords.get(shardId) ?? [];
      push(lines, line);
      lastWords.set(shardId, lines);
    },
    event(event) {
      if (event.type !== 'failed') return;
      if (event.shardId !== undefined) failedShards.add(event.shardId);
      failure ??= event;
    },
    explain(how, trouble = cause) {
      // One that failed while it was loaded does not know its shard yet; the daemon does.
      if (failure) return processorThrew({ ...broken, ...failure }, trouble);
      if (timedOut) return processorTimedOut(timedOut);
      if (broken) return processorExited(broken, childExit, lastWords.get(broken.shardId) ?? []);
      if (cause)
        // In Java's words it is in the log for --log-level debug.
        return new KclTsError(cause.code, `the worker failed: ${cause.message}`, { hint: cause.hint });
      return new KclTsError('DAEMON_FAILED', `the MultiLangDaemon ended by itself (${how})`, {
        ...detail(lastError ?? jvmLines.join('\n')),
        hint: 'run again with --log-level debug to see all that the daemon says',
      });
    },
  };
}

function processorThrew(
  failure: Extract<ChildEvent, { type: 'failed' }>,
  trouble: Cause | undefined,
): KclTsError {
  const { shardId, during, name } = failure;
  const { error, details } = describeFailure(failure);
  // The daemon answers a checkpoint with the name of an exception, and keeps the reason to its log.
  const reason = name === 'CheckpointError' ? trouble : undefined;
  return new KclTsError(
    'PROCESSOR_FAILED',
    `the processor failed in ${during} of ${shardId ?? 'a shard'}: ${error}${reason ? ` (${reason.message})` : ''}`,
    {
      ...detail(details),
      hint:
        reason?.hint ??
        'its records were not acknowledged and will be delivered again; --on-error retry:N or skip are other choices',
    },
  );
}

function processorTimedOut({ action, shardId }: { action: string; shardId: string }): KclTsError {
  return new KclTsError('PROCESSOR_FAILED', `the processor of ${shardId} did not answer ${action} in time`, {
    hint: 'raise the time with --processor-timeout, or find what it waits for',
  });
}

function processorExited(
  { action, shardId }: { action: string; shardId: string },
  code: string | undefined,
  lastWords: readonly string[],
): KclTsError {
  const how = code === undefined ? '' : ` with code ${code}`;
  return new KclTsError(
    'PROCESSOR_FAILED',
    `the processor of ${shardId} ended by itself${how} instead of answering ${action}`,
    {
      ...detail(lastWords.join('\n')),
      hint: 'a processor must run until its stdin ends; look at its last lines',
    },
  );
}

function detail(text: string | undefined): { details?: string } {
  return text ? { details: text } : {};
}

function push(lines: string[], line: string): void {
  lines.push(line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line);
  if (lines.length > LAST_LINES) lines.shift();
}
