import type { LogEvent } from './log-event.js';
import { readStructuredLine } from './structured-line.js';

/** A line that a processor printed. */
export interface PrintedLine {
  readonly line: string;
  /** When it was printed, or read. */
  readonly timestamp: Date;
  readonly shardId?: string;
  /** The shards of its process, if it cannot be told of which it is. */
  readonly shardIds?: readonly string[];
}

/** The event that a line tells of: text is `info`, a structured line has its own level. */
export function processorEvent({ line, timestamp, shardId, shardIds }: PrintedLine): LogEvent {
  const said = readStructuredLine(line, timestamp) ?? { time: timestamp, level: 'info', message: line };
  return {
    ...said,
    source: 'processor',
    ...(shardId === undefined ? {} : { shard: shardId }),
    ...(shardIds === undefined ? {} : { shards: shardIds }),
  };
}
