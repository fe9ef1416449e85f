import type { ChalkInstance } from 'chalk';
import type { LogEvent, LogLevel } from './log-event.js';

export type LogFormat = 'text' | 'json';

/** One JSON object a line; `stack` keeps its line breaks inside the string. */
export function renderJson(event: LogEvent): string {
  const { timestamp, level, source, logger, shardId, shardIds, message, stack } = event;
  return JSON.stringify({
    timestamp: timestamp.toISOString(),
    level,
    source,
    logger,
    shardId,
    shardIds,
    message,
    stack,
  });
}

export interface TextOptions {
  readonly paint: ChalkInstance;
  /** Show Java stacks whole; otherwise only the summary that the message carries. */
  readonly stacks: boolean;
}

const levelColour: Readonly<Record<LogLevel, 'dim' | 'reset' | 'yellow' | 'red'>> = {
  trace: 'dim',
  debug: 'dim',
  info: 'reset',
  warn: 'yellow',
  error: 'red',
};

/**
 * One line: time (UTC), level, shard, who, message. A processor's own output is shown as it is, after the shard. What
 * has several lines is indented from the second one on, so that none passes for an event.
 */
export function renderText(event: LogEvent, { paint, stacks }: TextOptions): string {
  const colour = paint[levelColour[event.level]];
  const head = [
    paint.dim(event.timestamp.toISOString()),
    colour(event.level.toUpperCase().padEnd(5)),
    ...whose(event).map((shard) => paint.cyan(shard)),
    ...speaker(event).map((name) => paint.dim(name)),
  ].join(' ');
  const shown = event.stack !== undefined && (stacks || event.source !== 'kcl');
  const message = event.message.split('\n');
  const lines = shown ? [...message, ...event.stack.split('\n')] : message;
  return `${head} ${lines.join('\n    ')}`;
}

function whose({ shardId, shardIds }: LogEvent): string[] {
  if (shardId !== undefined) return [shardId];
  return shardIds?.length ? [`one of ${shardIds.length} shards`] : [];
}

function speaker({ source, logger }: LogEvent): string[] {
  if (source === 'processor') return [];
  if (source === 'kcl') return [`kcl.${logger?.split(/[.$]/).at(-1) ?? 'daemon'}:`];
  return [`${source}:`];
}
