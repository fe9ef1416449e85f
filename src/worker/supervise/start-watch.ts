import type { DaemonLine } from '../../logs/daemon-line.js';
import { loggers } from '../../kcl/loggers.js';
import type { LogSink } from '../observers/log-sink.js';

/** Says what a worker waits for, as long as no shard is read. */
export interface StartWatch {
  /** To be called with every line of the daemon's log. */
  daemon(line: Pick<DaemonLine, 'logger' | 'message'>): void;
  /** A shard is read, or none ever will be. */
  end(): void;
}

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

/** Each thing that is waited for is said once, when it has taken a few seconds. */
export function watchStart(log: Pick<LogSink, 'say'>): StartWatch {
  let waitingFor = java;
  const said = new Set<string>();
  const timer = setInterval(() => {
    if (said.has(waitingFor)) return;
    said.add(waitingFor);
    log.say('info', waitingFor);
  }, SAY_EVERY_MS);
  return {
    daemon({ logger, message }) {
      const stage = stages.find((known) => known.logger === logger && message.startsWith(known.begins));
      if (stage) ({ waitingFor } = stage);
      else if (waitingFor === java) waitingFor = kcl;
    },
    end: () => clearInterval(timer),
  };
}
