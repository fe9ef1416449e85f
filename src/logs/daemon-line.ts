import type { LogLevel } from './log-event.js';
import { parseThrowable, type Throwable } from './throwable.js';

/** A line of the daemon's log, as logback 1.3's JsonEncoder writes it. */
export interface DaemonLine {
  readonly timestamp: Date;
  readonly level: LogLevel;
  readonly logger: string;
  /** The message with its arguments put in. */
  readonly message: string;
  readonly arguments: readonly string[];
  readonly shardId?: string;
  readonly throwable?: Throwable;
}

const levels: Readonly<Record<string, LogLevel>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
};

/**
 * Logback's JsonEncoder writes a backslash as `\/`, the escape of a slash (JsonEscapeUtil, logback 1.3.14 to 1.3.16). It
 * does not escape slashes, so nothing else is written so. Escapes are taken in pairs: an encoder that writes `\\` is read
 * as it should be.
 */
function withBackslashes(line: string): string {
  return line.includes('\\/')
    ? line.replace(/\\(.)/g, (pair, escaped) => (escaped === '/' ? '\\\\' : pair))
    : line;
}

/** Reads one line of java's stdout; undefined for anything but a log event (a thread dump, a JVM message). */
export function parseDaemonLine(line: string): DaemonLine | undefined {
  if (!line.startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(withBackslashes(line));
  } catch {
    return undefined;
  }
  const {
    timestamp,
    level,
    loggerName,
    message,
    arguments: args,
    throwable,
  } = value as Record<string, unknown>;
  const known = typeof level === 'string' ? levels[level] : undefined;
  if (known === undefined || typeof timestamp !== 'number' || typeof loggerName !== 'string')
    return undefined;
  const values = Array.isArray(args) ? args.map(String) : [];
  const text = formatMessage(typeof message === 'string' ? message : '', values);
  const shardId = shardIdIn(text);
  const thrown = parseThrowable(throwable);
  return {
    timestamp: new Date(timestamp),
    level: known,
    logger: loggerName,
    message: text,
    arguments: values,
    ...(shardId === undefined ? {} : { shardId }),
    ...(thrown === undefined ? {} : { throwable: thrown }),
  };
}

/** Puts arguments in place of `{}` as SLF4J's MessageFormatter does; a missing one leaves its `{}` standing. */
function formatMessage(template: string, args: readonly string[]): string {
  let next = 0;
  return template.replace(/\{\}/g, (hole) => args[next++] ?? hole);
}

/** The KCL sets no MDC for the shard (3.1.3), but names it in the text of what concerns one. */
function shardIdIn(text: string): string | undefined {
  return /\bshardId-\d+/.exec(text)?.[0];
}

/** The message, and in a line what was thrown. */
export function textOf({ message, throwable }: Pick<DaemonLine, 'message' | 'throwable'>): string {
  return throwable ? `${message}: ${throwable.summary}` : message;
}
