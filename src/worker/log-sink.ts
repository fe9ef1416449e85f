import type { Context } from '../context.js';
import type { DaemonLine } from '../logs/daemon-line.js';
import { isRoutine } from '../logs/daemon-loggers.js';
import { isAtLeast, type LogEvent, type LogLevel } from '../logs/log-event.js';
import { renderJson, renderText, type LogFormat } from '../logs/render.js';
import { coloursFor } from '../ui/colour.js';

export interface LogSink {
  write(event: LogEvent): void;
  /** An event of the daemon's: routine lines, and those not worth showing, are kept for `debug`. */
  daemon(line: DaemonLine, isWorthShowing?: boolean): void;
  /** A line of kcl-ts's own. */
  say(level: LogLevel, message: string, shardId?: string): void;
}

interface SinkOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
}

/** Writes log events to stderr, in the format and from the level that were asked for. */
export function createLogSink({ level, format }: SinkOptions, { stderr, env }: Context): LogSink {
  const paint = coloursFor(stderr, env);
  const stacks = isAtLeast('debug', level);
  const write = (event: LogEvent): void => {
    if (!isAtLeast(event.level, level)) return;
    stderr.write(`${format === 'json' ? renderJson(event) : renderText(event, { paint, stacks })}\n`);
  };
  return {
    write,
    daemon(line, isWorthShowing = true) {
      write({
        timestamp: line.timestamp,
        level: isWorthShowing && !isRoutine(line) ? line.level : leastOf('debug', line.level),
        source: 'kcl',
        logger: line.logger,
        message: line.throwable ? `${line.message} (${line.throwable.summary})` : line.message,
        ...(line.shardId === undefined ? {} : { shardId: line.shardId }),
        ...(line.throwable ? { stack: line.throwable.stack } : {}),
      });
    },
    say(sayLevel, message, shardId) {
      write({
        timestamp: new Date(),
        level: sayLevel,
        source: 'kcl-ts',
        message,
        ...(shardId === undefined ? {} : { shardId }),
      });
    },
  };
}

/** The less severe of two levels: what is `trace` stays so. */
function leastOf(one: LogLevel, another: LogLevel): LogLevel {
  return isAtLeast(one, another) ? another : one;
}
