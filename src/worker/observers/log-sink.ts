import type { Context } from '../../context.js';
import type { DaemonLine } from '../../logs/daemon-line.js';
import { isAtLeast, type LogEvent, type LogLevel } from '../../logs/log-event.js';
import { renderJson, renderText, type LogFormat } from '../../logs/render.js';
import { coloursFor } from '../../ui/colour.js';
import { unblock } from '../../ui/unblock.js';

export interface LogSink {
  write(event: LogEvent): void;
  /** An event of the daemon's: one that is not worth showing is kept for `debug`. */
  daemon(line: DaemonLine, isWorthShowing: boolean): void;
  /** A line of kcl-ts's own. */
  say(level: LogLevel, message: string, shardId?: string): void;
  /** Whether anything of this level is written. */
  shows(level: LogLevel): boolean;
}

/**
 * What may wait for a reader once the user has asked to stop, in bytes. Until then the programs wait themselves; from
 * there on they must not.
 */
const LAST_WORDS = 1024 * 1024;

function waiting(stream: NodeJS.WritableStream): number {
  return 'writableLength' in stream && typeof stream.writableLength === 'number' ? stream.writableLength : 0;
}

interface SinkOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
}

/** Writes log events to stderr, in the format and from the level that were asked for. */
export function createLogSink({ level, format }: SinkOptions, { stderr, env, signal }: Context): LogSink {
  const paint = coloursFor(stderr, env);
  unblock(stderr);
  const stacks = isAtLeast('debug', level);
  let leftOut = 0;
  const write = (event: LogEvent): void => {
    if (!isAtLeast(event.level, level)) return;
    if (signal.aborted && waiting(stderr) > LAST_WORDS) {
      leftOut++;
      return;
    }
    if (leftOut > 0) {
      const message = `${leftOut} lines are left out here: nobody read them while the worker was to stop`;
      leftOut = 0;
      write({ timestamp: new Date(), level: 'warn', source: 'kcl-ts', message });
    }
    stderr.write(`${format === 'json' ? renderJson(event) : renderText(event, { paint, stacks })}\n`);
  };
  return {
    write,
    shows: (asked) => isAtLeast(asked, level),
    daemon(line, isWorthShowing) {
      write({
        timestamp: line.timestamp,
        level: isWorthShowing ? line.level : leastOf('debug', line.level),
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
