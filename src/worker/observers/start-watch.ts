import { loggers } from '../../kcl/loggers.js';
import type { WorkerEvents } from '../event-bus.js';

/** What takes no longer than this is not spoken of. */
const SAY_EVERY_MS = 5_000;

const java = 'waiting for java to start';
const kcl = 'java has started; waiting for the KCL to be ready';
const tables = 'waiting for the tables of the application to be created in DynamoDB';

/** The lines by which the KCL shows how far its start is (Scheduler.initialize and what it calls, KCL 3.1.3). */
const stages: readonly { logger: string; begins: string; waitingFor: string }[] = [
  { logger: loggers.leaseTable, begins: 'Waiting for Lease table creation', waitingFor: tables },
  { logger: loggers.coordinatorTable, begins: 'Waiting for DDB Table', waitingFor: tables },
  { logger: loggers.workerMetricsTable, begins: 'Waiting for DDB Table', waitingFor: tables },
  {
    logger: loggers.startOfParts,
    begins: 'Waiting for Lease table GSI creation',
    waitingFor:
      'waiting for the index of the lease table: for a new one DynamoDB takes from seconds to some minutes',
  },
  {
    logger: loggers.scheduler,
    begins: 'Lease table is still empty',
    waitingFor: 'there are no leases yet: this worker creates them within 30 s, if no other does',
  },
  {
    logger: loggers.scheduler,
    begins: 'Initialization complete',
    waitingFor:
      'the KCL is ready; waiting for leases (up to two minutes; while others hold them all, this worker stands by)',
  },
];

/**
 * Says what a worker waits for, as long as no shard is read: each thing once, when it has taken a few seconds. Once a shard
 * is read, or none ever will be, the daemon's lines are no longer looked at.
 */
export function watchStart(events: WorkerEvents): void {
  let end = (): void => undefined;
  const over = (): void => end();
  events.subscribe('the start', {
    started() {
      end();
      end = watchOneStart(events);
    },
    shardAssigned: over,
    shardInitialised: over,
    stopping: over,
    ended: over,
  });
}

function watchOneStart(events: WorkerEvents): () => void {
  let waitingFor = java;
  const said = new Set<string>();
  const timer = setInterval(() => {
    if (said.has(waitingFor)) return;
    said.add(waitingFor);
    events.emit({ type: 'waitingFor', what: waitingFor });
  }, SAY_EVERY_MS);
  const leave = events.subscribe('the start', {
    daemonLine({ line: { logger, message } }) {
      const stage = stages.find((known) => known.logger === logger && message.startsWith(known.begins));
      if (stage) ({ waitingFor } = stage);
      else if (waitingFor === java) waitingFor = kcl;
    },
    daemonFault() {
      if (waitingFor === java) waitingFor = kcl;
    },
  });
  return () => {
    clearInterval(timer);
    leave();
  };
}
