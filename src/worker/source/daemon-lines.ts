import { isHarmless, isRoutine, loggers } from '../../kcl/loggers.js';
import type { DaemonLine } from '../../logs/daemon-line.js';
import type { WorkerEvents } from '../event-bus.js';
import { faultOf } from './faults.js';
import { createUnassignedLeases } from './unassigned-leases.js';

/**
 * Tells each line of the daemon's log, and then what it means, for the lines that kcl-ts reads for what they say (KCL
 * 3.1.3). To be given them in the daemon's order.
 */
export function createLineReader(events: WorkerEvents): (line: DaemonLine) => void {
  const isUnassignedAtFirst = createUnassignedLeases();
  let isStarting = true;
  return (line) => {
    const isUsual = isUnassignedAtFirst(line);
    const isBad = line.level === 'error' || line.level === 'warn';
    if (isBad && !isUsual && !isHarmless(line)) events.emit(faultOf(line, isStarting));
    else if (events.isWanted('daemonLine')) {
      events.emit({ type: 'daemonLine', line, isRoutine: isUsual || isRoutine(line) });
    }
    if (isStarting && isInitialisation(line)) isStarting = false;
    meanings.get(line.logger)?.(line, events);
  };
}

type Meaning = (line: DaemonLine, events: WorkerEvents) => void;

const meanings = new Map<string, Meaning>([
  [
    loggers.scheduler,
    (line, events) => {
      const { message, shardId } = line;
      if (message === 'Initializing LeaseCoordinator attempt 1')
        events.emit({ type: 'schedulerInitialising' });
      if (isInitialisation(line)) events.emit({ type: 'schedulerInitialised' });
      if (message.startsWith('Created new shardConsumer')) events.emit({ type: 'shardAssigned', shardId });
      // The scheduler's shutdown() gives up its leases.
      if (message === 'Worker shutdown requested.') events.emit({ type: 'schedulerStopping' });
    },
  ],
  [
    loggers.daemon,
    ({ message }, events) => {
      if (message === 'Process shutdown is complete.') events.emit({ type: 'shutdownComplete' });
    },
  ],
  [
    loggers.protocol,
    ({ level, message, arguments: [action = '', shardId = ''] }, events) => {
      if (level !== 'error') return;
      const isTimeout = message.startsWith('Timedout');
      if (!isTimeout && !message.startsWith('Failed to get status')) return;
      events.emit({ type: 'statusMissing', action, shardId, isTimeout });
    },
  ],
  [
    loggers.shardProcessor,
    ({ message, arguments: [code] }, events) => {
      if (message.startsWith('Child process exited')) events.emit({ type: 'processExited', code });
    },
  ],
  [
    loggers.blockOnParent,
    ({ message }, events) => {
      const shardId = / of shard (shardId-\d+)$/.exec(message)?.[1];
      if (!message.startsWith('No need to block') || shardId === undefined) return;
      events.emit({ type: 'programStarted', shardId });
    },
  ],
  [
    loggers.processTask,
    ({ message, shardId }, events) => {
      if (message.startsWith('Reached end of shard')) events.emit({ type: 'shardEndReached', shardId });
    },
  ],
  [
    loggers.shutdown,
    ({ message }, events) => {
      const count = /^Waiting for (\d+) record process/.exec(message)?.[1];
      if (count !== undefined) events.emit({ type: 'waitingForProcessors', count: Number(count) });
    },
  ],
]);

function isInitialisation({ logger, message }: DaemonLine): boolean {
  return logger === loggers.scheduler && message.startsWith('Initialization complete');
}
