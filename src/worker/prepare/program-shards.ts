import type { DaemonLine } from '../../logs/daemon-line.js';
import { loggers } from '../../kcl/loggers.js';
import type { LogSink } from '../observers/log-sink.js';

/**
 * Says of a program that reports nothing what the daemon's own lines tell: that a shard, whose parents are read, is given
 * to it (BlockOnParentShardTask), and that the shard was read to its end (ProcessTask, KCL 3.1.3). Of a lease that is lost
 * the daemon says nothing.
 */
export function tellOfProgram({ logger, message, shardId }: DaemonLine, log: Pick<LogSink, 'say'>): void {
  if (logger === loggers.blockOnParent) {
    const started = / of shard (shardId-\d+)$/.exec(message)?.[1];
    if (message.startsWith('No need to block') && started !== undefined) {
      log.say('info', 'its program is started', started);
    }
  }
  if (isEndOfShard({ logger, message })) log.say('info', 'read to its end', shardId);
}

export function isEndOfShard({ logger, message }: Pick<DaemonLine, 'logger' | 'message'>): boolean {
  return logger === loggers.processTask && message.startsWith('Reached end of shard');
}
