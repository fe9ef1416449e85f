import { KclTsError } from '../../errors.js';
import type { Cause } from '../../kcl/causes/cause.js';
import { causeIn } from '../../kcl/causes/index.js';
import { isOfMetrics, isOfTheLoop, loggers } from '../../kcl/loggers.js';
import { textOf } from '../../logs/daemon-line.js';
import type { WorkerEvents } from '../event-bus.js';
import type { StatusMissingEvent } from '../daemon-events.js';
import type { HostEndedEvent, ProcessorFailedEvent } from '../processor-events.js';
import {
  detail,
  hostExited,
  processorExited,
  processorThrew,
  processorTimedOut,
} from './explain-processor.js';

/** Gathers, while java runs, what will tell why it ended. */
export interface Evidence {
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
  /** Java has ended. */
  end(): void;
}

const LAST_LINES = 10;
/** They are shown in a report of a few lines; the log has all of them. */
const LONGEST_LINE = 1000;

/** In place of a shard, for lines that may be any shard's. */
const unknown = '';

const STARTS_FAIL_MS = 10_000;

export function gatherEvidence(events: WorkerEvents): Evidence {
  const failedShards = new Set<string>();
  const lastWords = new Map<string, string[]>();
  const jvmLines: string[] = [];
  let failure: ProcessorFailedEvent | undefined;
  let lostHost: HostEndedEvent | undefined;
  let broken: StatusMissingEvent | undefined;
  let timedOut: StatusMissingEvent | undefined;
  let childExit: string | undefined;
  let lastError: string | undefined;
  let cause: Cause | undefined;
  let hopeless: Cause | undefined;
  let startFailedAt = -Infinity;
  let stoppedCleanly = false;

  const end = events.subscribe('evidence', {
    shutdownComplete: () => void (stoppedCleanly = true),
    statusMissing(missing) {
      if (missing.isTimeout) timedOut ??= missing;
      else broken ??= missing;
      if (broken) failedShards.add(broken.shardId);
    },
    processExited({ code }) {
      // An ordinary end of a shard is told the same way: only an exit after a broken exchange is a failure.
      if (broken) childExit ??= code;
    },
    daemonFault({ line, cause: found, isHopeless }) {
      // An exception of the task is logged by itself, an Error where the scheduler looks after its shards.
      if (line.logger === loggers.initializeTask || isOfTheLoop(line)) startFailedAt = performance.now();
      if (isOfMetrics(line)) return;
      if (line.level === 'error' && line.logger !== loggers.daemon) lastError = textOf(line);
      cause = found ?? cause;
      if (isHopeless) hopeless ??= found;
    },
    jvmLine({ line }) {
      push(jvmLines, line);
      cause = causeIn(line) ?? cause;
    },
    processorLine({ shardId = unknown, line }) {
      const lines = lastWords.get(shardId) ?? [];
      push(lines, line);
      lastWords.set(shardId, lines);
    },
    processorFailed(failed) {
      if (failed.shardId !== undefined) failedShards.add(failed.shardId);
      failure ??= failed;
    },
    hostEnded(ended) {
      for (const shardId of ended.shardIds) failedShards.add(shardId);
      lostHost ??= ended;
    },
  });

  return {
    failedShards,
    get processorFailed() {
      return (failure ?? lostHost) !== undefined || failedShards.size > 0;
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
    end,
    explain(how, trouble = cause) {
      // One that failed while it was loaded does not know its shard yet; the daemon does.
      if (failure) return processorThrew({ ...broken, ...failure }, trouble);
      if (lostHost) return hostExited(lostHost, lastWords.get(unknown) ?? []);
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

function push(lines: string[], line: string): void {
  lines.push(line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line);
  if (lines.length > LAST_LINES) lines.shift();
}
