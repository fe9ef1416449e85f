import { logSources, type LogLevel, type LogSource } from './log-event.js';

/** The lowest level that is shown of each source. */
export type LogLevels = Readonly<Record<LogSource, LogLevel>>;

/** One level for all sources, but for those that have their own. */
export function levelsOf(rest: LogLevel, own: ReadonlyMap<LogSource, LogLevel> = new Map()): LogLevels {
  return Object.fromEntries(logSources.map((source) => [source, own.get(source) ?? rest])) as LogLevels;
}
