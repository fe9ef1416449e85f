import type { Context } from '../../context.js';
import { messageOf } from '../../errors.js';
import type { DaemonLine } from '../../logs/daemon-line.js';
import { render, type LogFormat } from '../../logs/format/index.js';
import { isAtLeast, type LogEvent, type LogLevel, type LogSource } from '../../logs/log-event.js';
import type { LogLevels } from '../../logs/log-levels.js';
import { coloursFor } from '../../ui/colour.js';
import { gatherWrites } from '../../ui/gather-writes.js';
import { unblock } from '../../ui/unblock.js';

/**
 * Where all lines of a worker's log come together: those of its daemon, of its processors and its own. What the levels
 * show goes to one destination, which is stderr until another one takes its place, and to whoever listens beside it.
 *
 *     daemon(), say(), write() ──► levels ──┬──► destination: stderr, or that of redirect()
 *                                           └──► listeners: onEvent()
 */
export interface LogSink {
  write(event: LogEvent): void;
  /** An event of the daemon's: one that is not worth showing is kept for `debug`. */
  daemon(line: DaemonLine, isWorthShowing: boolean): void;
  /** A line of kcl-ts's own. */
  say(level: LogLevel, message: string, shardId?: string): void;
  /** Whether anything of this level is written. */
  shows(source: LogSource, level: LogLevel): boolean;
  /**
   * Tells of each event that the levels show, at once, before the destination has it. A listener that throws is told no
   * more, and the log says so.
   *
   * @returns what ends it
   */
  onEvent(listener: (event: LogEvent) => void): () => void;
  /**
   * Gives events to another destination in place of stderr, such as a view that owns the terminal. Nothing holds the
   * processors back for it: it has to forget what it has no room for.
   *
   * @returns what gives stderr its place back
   */
  redirect(destination: LogDestination): () => void;
}

/** @param line gives the event in the format that was asked for, with colours where stderr has them, without its end */
export type LogDestination = (event: LogEvent, line: () => string) => void;

interface SinkOptions {
  readonly levels: LogLevels;
  readonly format: LogFormat;
  /** The id of the worker. @default there is none */
  readonly worker?: string;
}

/** A sink that writes to stderr, in the format and from the levels that were asked for. */
export function createLogSink({ levels, format, worker }: SinkOptions, context: Context): LogSink {
  const paint = coloursFor(context.stderr, context.env);
  const stacks = isAtLeast('debug', levels.kcl);
  const line = (event: LogEvent): string => render(event, { format, worker, paint, stacks });
  const toStderr = stderrOf(context, line);
  let destination = toStderr;
  const listeners = new Set<(event: LogEvent) => void>();
  const tell = (listener: (event: LogEvent) => void, event: LogEvent): void => {
    try {
      listener(event);
    } catch (error) {
      listeners.delete(listener);
      const message = `what listens to the log failed, the worker goes on: ${messageOf(error)}`;
      write({ time: new Date(), level: 'warn', source: 'kcl-ts', message });
    }
  };
  const write = (event: LogEvent): void => {
    if (!isAtLeast(event.level, levels[event.source])) return;
    for (const listener of listeners) tell(listener, event);
    destination(event, () => line(event));
  };
  return {
    write,
    shows: (source, level) => isAtLeast(level, levels[source]),
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    redirect(other) {
      destination = other;
      return () => {
        if (destination === other) destination = toStderr;
      };
    },
    daemon(said, isWorthShowing) {
      const { timestamp: time, level, logger, message, shardId, throwable } = said;
      write({
        ...{ time, logger, source: 'kcl' },
        level: isWorthShowing ? level : leastOf('debug', level),
        message: throwable ? `${message} (${throwable.summary})` : message,
        ...(shardId === undefined ? {} : { shard: shardId }),
        ...(throwable ? { error: throwable } : {}),
      });
    },
    say(level, message, shard) {
      const own = { time: new Date(), level, source: 'kcl-ts', message } as const;
      write({ ...own, ...(shard === undefined ? {} : { shard }) });
    },
  };
}

/**
 * What may wait for a reader once the user has asked to stop, in bytes. Until then the programs wait themselves; from
 * there on they must not.
 */
const LAST_WORDS = 1024 * 1024;

function stderrOf({ stderr, signal }: Context, line: (event: LogEvent) => string): LogDestination {
  unblock(stderr);
  const output = gatherWrites(stderr);
  let leftOut = 0;
  return (event) => {
    if (signal.aborted && output.waiting > LAST_WORDS) {
      leftOut++;
      return;
    }
    if (leftOut > 0) {
      const message = `${leftOut} lines are left out here: nobody read them while the worker was to stop`;
      leftOut = 0;
      output.write(`${line({ time: new Date(), level: 'warn', source: 'kcl-ts', message })}\n`);
    }
    output.write(`${line(event)}\n`);
  };
}

/** The less severe of two levels: what is `trace` stays so. */
function leastOf(one: LogLevel, another: LogLevel): LogLevel {
  return isAtLeast(one, another) ? another : one;
}
