import { isAtLeast, type LogLevel } from '../../log-level.js';
import { printLine } from '../entry/print-line.js';
import { currentShard } from '../shard-context.js';
import { logLine } from './log-line.js';

/**
 * Writes structured lines to the log. Each has the shard whose processor runs, also where many shards share a process.
 *
 * What is given beside the message is an error, or an object with fields, of which `error` or `err` may be an error:
 *
 *     logger.info('order stored', { orderId: 7 });
 *     logger.error('order not stored', error);
 *     logger.warn('order stored late', { error, orderId: 7 });
 *
 * A line below the level that `--log-level` sets for `processor` costs a comparison. No method throws.
 */
export interface Logger {
  /** What only who looks for a fault wants to follow, step by step. */
  trace(message: string, detail?: unknown): void;
  /** What helps to find a fault. */
  debug(message: string, detail?: unknown): void;
  /** What happens as it should. */
  info(message: string, detail?: unknown): void;
  /** What somebody should look at, though the work goes on. */
  warn(message: string, detail?: unknown): void;
  /** What went wrong. It ends nothing. */
  error(message: string, detail?: unknown): void;
  /** Whether lines of this level are written: ask before you make something only to log it. */
  isLevelEnabled(level: LogLevel): boolean;
  /** A logger whose lines all have these fields. Those of a line are stronger. */
  child(fields: Readonly<Record<string, unknown>>): Logger;
}

/** What a process is told of its log. */
export interface LoggerSettings {
  /** The lowest level that is written. @default info */
  readonly logLevel?: LogLevel;
}

let lowest: LogLevel = 'info';
/** Whether whoever reads the lines knows of which shard they are. */
let isAttributed = false;

/**
 * To be called by what kcl-ts starts, before the processor is loaded.
 *
 * @internal
 */
export function configureLogger({ logLevel = 'info' }: LoggerSettings): void {
  lowest = logLevel;
  isAttributed = true;
}

function createLogger(bound: Readonly<Record<string, unknown>>): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, detail?: unknown): void => {
      if (!isAtLeast(level, lowest)) return;
      const origin = isAttributed
        ? undefined
        : ({ source: 'processor', shard: currentShard()?.shardId } as const);
      printLine(logLine({ level, message, bound, detail, origin }));
    };
  return {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    isLevelEnabled: (level) => isAtLeast(level, lowest),
    child: (fields) => createLogger({ ...bound, ...fields }),
  };
}

/**
 * The logger of a processor. Under kcl-ts its lines become events of the log, with their level, fields and error. Elsewhere, as
 * in a unit test or under another daemon, it prints each as one JSON object on stderr, by the same names.
 */
export const logger: Logger = createLogger({});
