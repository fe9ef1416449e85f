import type { ChildEvent } from '../../child/event.js';
import type { LogSink } from '../observers/log-sink.js';
import { describeCheckpoint } from '../observers/shards.js';
import { counted } from '../../ui/counted.js';

/**
 * Says what a processor has reported.
 *
 * @param isFirst of failures: whether the worker ends with this one
 */
export function tell(event: ChildEvent, isFirst: boolean, log: LogSink): void {
  switch (event.type) {
    case 'initialized':
      log.say('info', `started at ${event.sequenceNumber ?? 'the start position'}`, event.shardId);
      return;
    case 'ended':
      log.say('info', ended(event), event.shardId);
      return;
    case 'failed':
      // The first is what the worker ends with, and is told with its error then.
      log.write({
        timestamp: new Date(),
        level: 'error',
        source: 'kcl-ts',
        message: `the processor failed in ${event.during}${isFirst ? ': the worker ends' : ''}`,
        ...(isFirst ? {} : { stack: event.stack }),
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
  return `ended (${reason}): ${counted(records, 'record')}, ${at}`;
}
