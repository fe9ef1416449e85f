import type { ChalkInstance } from 'chalk';
import { harmless } from '../../ui/harmless.js';
import type { LogEvent, LogLevel } from '../log-event.js';
import { addPairs } from './logfmt.js';

export interface PrettyOptions {
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
 * One line: time (UTC), level, shard, who, message, fields. A processor's own output is shown as it is, after the shard.
 * What has several lines is indented from the second one on, so that none passes for an event.
 */
export function renderPretty(event: LogEvent, { paint, stacks }: PrettyOptions): string {
  const colour = paint[levelColour[event.level]];
  const head = [
    paint.dim(event.time.toISOString()),
    colour(event.level.toUpperCase().padEnd(5)),
    ...whose(event).map((shard) => paint.cyan(shard)),
    ...speaker(event).map((name) => paint.dim(name)),
  ].join(' ');
  const { error, fields } = event;
  const isShown = error !== undefined && (stacks || event.source !== 'kcl') && !event.isErrorToldElsewhere;
  const said = fields ? paired(event.message, fields, paint) : event.message;
  const text = isShown ? `${said}\n${event.fields ? harmless(error.stack) : error.stack}` : said;
  return `${head} ${text.replaceAll('\n', '\n    ')}`;
}

/** Loggers say them in each line, and each line has a shard. */
const known: ReadonlySet<string> = new Set(['pid', 'hostname']);

/** The text was taken out of JSON, where an escape character may have been spelt. */
function paired(message: string, fields: Readonly<Record<string, unknown>>, paint: ChalkInstance): string {
  const pairs: string[] = [];
  const shown = Object.entries(fields).filter(([name]) => !known.has(name));
  addPairs(pairs, Object.fromEntries(shown), '');
  return [harmless(message).trimEnd(), ...pairs.map((pair) => paint.dim(pair))].join(' ');
}

function whose({ shard, shards }: LogEvent): string[] {
  if (shard !== undefined) return [shard];
  return shards?.length ? [`one of ${shards.length} shards`] : [];
}

function speaker({ source, logger }: LogEvent): string[] {
  if (source === 'processor') return [];
  if (source === 'kcl') return [`kcl.${logger?.split(/[.$]/).at(-1) ?? 'daemon'}:`];
  return [`${source}:`];
}
