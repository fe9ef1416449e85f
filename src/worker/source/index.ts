import { readDaemonOutput } from '../../logs/read-daemon-output.js';
import type { WorkerEvents } from '../event-bus.js';
import type { ReportChannel } from '../reports/report-channel.js';
import { createLineReader } from './daemon-lines.js';
import { tellReport } from './reports.js';

/** Turns what java and the processors print into events. It is the only one that reads them. */
export interface Source {
  /** Reads all that java prints. Resolves once each line of it was told, and all that was reported. */
  read(daemon: Parameters<typeof readDaemonOutput>[0]): Promise<void>;
  /** No more reports. */
  close(): void;
}

/** To be called before java is started, as its processes report from their first moment. */
export function openSource(reports: ReportChannel, events: WorkerEvents): Source {
  const listener = reports.listen((report) => tellReport(report, events));
  const readLine = createLineReader(events);
  const tellStop = (): void => listener.tellStop();
  // Java stops by itself, too: when a processor of another shard has failed.
  const forget = events.subscribe('the stop', { stopping: tellStop, schedulerStopping: tellStop });
  return {
    async read(daemon) {
      await readDaemonOutput(daemon, {
        daemon(line) {
          listener.drain();
          readLine(line);
        },
        jvm: (line) => events.emit({ type: 'jvmLine', line }),
        child(shardId, raw, timestamp) {
          const line = listener.text(raw);
          if (line === undefined || !events.isWanted('processorLine')) return;
          events.emit({ type: 'processorLine', shardId, line, timestamp });
        },
      });
      listener.drain();
    },
    close() {
      forget();
      listener.close();
    },
  };
}
