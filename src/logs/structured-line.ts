import { logLevels, type LogEvent, type LogLevel } from './log-event.js';

type Structured = Required<Pick<LogEvent, 'time' | 'level' | 'message' | 'fields'>> & Pick<LogEvent, 'error'>;

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a line that a logger printed as a JSON object: one of kcl-ts's own, of pino, of winston, or of another that has
 * `level` and `msg` or `message`. Such a line sets its level, its message, its error and its fields, and nothing else:
 * a record that a processor prints may look like one. So its own time counts only if it is about the one at which it was
 * printed, and what it says of a shard or a source is a field like any other.
 *
 * @returns undefined for anything else: it is text
 */
export function readStructuredLine(line: string, printedAt: Date): Structured | undefined {
  if (!line.startsWith('{') || !line.endsWith('}')) return undefined;
  const value = parse(line);
  const level = levelOf(value?.['level']);
  if (value === undefined || level === undefined || isDeeperThan(DEEPEST, value)) return undefined;
  const left = new Map(Object.entries(value));
  left.delete('level');
  const thrown = takeError(left);
  const message = takeText(left, 'msg') ?? takeText(left, 'message') ?? thrown?.message;
  if (message === undefined) return undefined;
  const time = takeTime(left, printedAt);
  return { time, level, message, fields: fieldsOf(left), ...(thrown ? { error: thrown } : {}) };
}

/** What is nested deeper is text: who writes it out again would run out of stack. */
const DEEPEST = 16;

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** Of winston's npm and syslog levels, of bunyan and log4j, and of those who write them in capitals. */
const levels: Readonly<Record<string, LogLevel>> = {
  ...{ trace: 'trace', silly: 'trace', finest: 'trace' },
  ...{ debug: 'debug', verbose: 'debug', http: 'debug' },
  ...{ info: 'info', notice: 'info', log: 'info' },
  ...{ warn: 'warn', warning: 'warn' },
  ...{ error: 'error', err: 'error', fatal: 'error', critical: 'error', crit: 'error' },
  ...{ alert: 'error', emerg: 'error', panic: 'error' },
};

function levelOf(level: unknown): LogLevel | undefined {
  if (typeof level === 'number') return ofNumber(level);
  const name = typeof level === 'string' ? level.toLowerCase() : '';
  return Object.hasOwn(levels, name) ? levels[name] : undefined;
}

/** Pino and bunyan: 10 is trace, 20 debug, and so on to 60, fatal; a custom level between two counts as the lower one. */
function ofNumber(level: number): LogLevel {
  return logLevels[Math.floor(level / 10) - 1] ?? (level < 10 ? 'trace' : 'error');
}

function takeText(left: Map<string, unknown>, name: string): string | undefined {
  const text = left.get(name);
  if (typeof text !== 'string') return undefined;
  left.delete(name);
  return text;
}

/** Pino has `err`, kcl-ts and Powertools `error`; winston puts the stack beside the message. */
function takeError(left: Map<string, unknown>): LogEvent['error'] {
  for (const name of ['err', 'error']) {
    const value = left.get(name);
    if (!isObject(value)) continue;
    const of = new Map(Object.entries(value));
    const stack = takeText(of, 'stack');
    if (stack === undefined) continue;
    const message = takeText(of, 'message');
    const type = takeText(of, 'name') ?? takeText(of, 'type');
    const found = {
      ...(type === undefined ? {} : { name: type }),
      ...(message === undefined ? {} : { message }),
      stack,
    };
    if (of.size > 0) left.set(name, Object.fromEntries(of));
    else left.delete(name);
    return found;
  }
  const stack = takeText(left, 'stack');
  return stack === undefined ? undefined : { stack };
}

const LONGEST_WAIT_MS = 60_000;
const CLOCKS_DIFFER_MS = 1_000;

function takeTime(left: Map<string, unknown>, printedAt: Date): Date {
  for (const name of ['time', 'timestamp']) {
    const value = left.get(name);
    if (typeof value !== 'number' && typeof value !== 'string') continue;
    const waited = printedAt.getTime() - new Date(value).getTime();
    if (!(waited <= LONGEST_WAIT_MS && waited >= -CLOCKS_DIFFER_MS)) continue;
    left.delete(name);
    return new Date(value);
  }
  return printedAt;
}

/** The logger of kcl-ts has them in an object of their own, so that none can pass for a message. */
function fieldsOf(left: ReadonlyMap<string, unknown>): Json {
  const own = left.get('fields');
  return left.size === 1 && isObject(own) ? own : Object.fromEntries(left);
}

function parse(line: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
