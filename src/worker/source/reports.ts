import type { ChildEvent } from '../../child/event.js';
import type { WorkerEvents } from '../event-bus.js';

/** Tells what a processor reports of its shard. */
export function tellReport(report: ChildEvent, events: WorkerEvents): void {
  switch (report.type) {
    case 'initialized':
      events.emit({ ...report, type: 'shardInitialised' });
      return;
    case 'ended':
      if (report.checkpoint) {
        events.emit({ type: 'checkpoint', shardId: report.shardId, ...report.checkpoint });
      }
      events.emit({ ...report, type: 'shardEnded' });
      return;
    case 'failed':
      events.emit({ ...report, type: 'processorFailed' });
      return;
    case 'progress':
    case 'activity':
    case 'sample':
    case 'warning':
      events.emit(report);
      return;
  }
}
