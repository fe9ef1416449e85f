import { processorEvent } from '../../logs/processor-event.js';
import { counted } from '../../ui/counted.js';
import type { Observer, WorkerEvents } from '../event-bus.js';
import type { ShardEndedEvent } from '../processor-events.js';
import type { LogSink } from './log-sink.js';
import { describeCheckpoint } from './shards.js';

export interface LogOptions {
  /** Whether a program serves the shards: it reports nothing, so the daemon's own words tell of its shards. */
  readonly isProgram: boolean;
}

/** Writes what happens in a worker as lines of its log. */
export function logEvents(events: WorkerEvents, log: LogSink, { isProgram }: LogOptions): void {
  events.subscribe('the log', {
    ...ofLines(log),
    ...ofFailures(log),
    ...ofShards(log),
    ...(isProgram ? ofProgramShards(log) : {}),
    stopping({ hasShards }) {
      if (hasShards) {
        log.say('info', 'stopping: each processor is asked to checkpoint (a second request kills)');
      } else log.say('info', 'stopping: no shard has been given to a processor yet');
    },
    restart({ message, details }) {
      log.write({ ...ownLine('warn', message), ...(details ? { error: { stack: details } } : {}) });
    },
    waitingFor: ({ what }) => log.say('info', what),
    caughtUp({ shards }) {
      const where = counted(shards, 'shard');
      log.say('info', `caught up: nothing left to read in ${where}; waiting for new records (Ctrl-C stops)`);
    },
    ...ofLeases(log),
  });
}

/** What comes by the thousand, and is no fault. */
function ofLines(log: LogSink): Observer {
  return {
    ...(log.shows('kcl', 'info')
      ? { daemonLine: ({ line, isRoutine }) => log.daemon(line, !isRoutine) }
      : {}),
    ...(log.shows('jvm', 'info')
      ? {
          jvmLine: ({ line }) => log.write({ time: new Date(), level: 'info', source: 'jvm', message: line }),
        }
      : {}),
    // a structured line has a level of its own
    processorLine: (printed) => log.write(processorEvent(printed)),
  };
}

function ofFailures(log: LogSink): Observer {
  let isFirst = true;
  return {
    started: () => void (isFirst = true),
    faultJudged: ({ line, isWorthShowing }) => log.daemon(line, isWorthShowing),
    trouble: ({ text }) => log.say('warn', text),
    warning({ shardId, message, stack }) {
      log.write({
        ...ownLine('warn', message),
        shard: shardId,
        ...(stack === undefined ? {} : { error: { stack } }),
      });
    },
    statusMissing({ isTimeout }) {
      if (!isTimeout) isFirst = false;
    },
    processorFailed({ shardId, shardIds, during, name, message, stack }) {
      log.write({
        ...ownLine('error', `the processor failed in ${during}${isFirst ? ': the worker ends' : ''}`),
        error: { name, message, stack },
        // The first is what the worker ends with, and is told with its error then.
        isErrorToldElsewhere: isFirst,
        ...(shardId === undefined ? {} : { shard: shardId }),
        ...(shardIds === undefined ? {} : { shards: shardIds }),
      });
      if (shardId !== undefined) isFirst = false;
    },
    hostEnded({ shardIds, how }) {
      log.write(ownLine('error', `the process of ${counted(shardIds.length, 'shard')} ${how}`));
    },
  };
}

function ofShards(log: LogSink): Observer {
  return {
    shardInitialised: ({ shardId, sequenceNumber }) =>
      log.say('info', `started at ${sequenceNumber ?? 'the start position'}`, shardId),
    shardEnded: (event) => log.say('info', describeEnd(event), event.shardId),
  };
}

/** Of a lease that is lost the daemon says nothing. */
function ofProgramShards(log: LogSink): Observer {
  return {
    programStarted: ({ shardId }) => log.say('info', 'its program is started', shardId),
    shardEndReached: ({ shardId }) => log.say('info', 'read to its end', shardId),
  };
}

function ofLeases(log: LogSink): Observer {
  return {
    handedBack({ given, freed }) {
      for (const heir of [...new Set(given.values())].sort()) {
        const count = [...given.values()].filter((worker) => worker === heir).length;
        log.say('info', `handed ${counted(count, 'lease')} over to ${heir}`);
      }
      if (freed.length > 0) {
        log.say('info', `handed back ${counted(freed.length, 'lease')} for other workers to take`);
      }
    },
    takenOver({ shardId, from = 'its worker', to, toItself, afterMs }) {
      const whom = toItself ? 'this worker' : to;
      log.say('warn', `${from} has not renewed its lease for ${afterMs / 1000} s: given to ${whom}`, shardId);
    },
  };
}

function ownLine(level: 'warn' | 'error', message: string) {
  return { time: new Date(), level, source: 'kcl-ts', message } as const;
}

function describeEnd({ reason, records, checkpoint }: ShardEndedEvent): string {
  const at = checkpoint ? `checkpoint ${describeCheckpoint(checkpoint)}` : 'no checkpoint';
  return `ended (${reason}): ${counted(records, 'record')}, ${at}`;
}
