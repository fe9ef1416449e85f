import type { LogLevel } from '../log-level.js';

export { isAtLeast, logLevels, type LogLevel } from '../log-level.js';

/** `kcl-ts`: this tool; `kcl`: the Java daemon; `processor`: user code; `jvm`: java's own output. */
export const logSources = ['kcl-ts', 'kcl', 'processor', 'jvm'] as const;

export type LogSource = (typeof logSources)[number];

/** What was thrown. */
export interface LoggedError {
  /** Such as `TypeError`. */
  readonly name?: string;
  readonly message?: string;
  /** A Java or TypeScript stack, several lines. */
  readonly stack: string;
}

/** One thing that happened in a worker, whoever said it. */
export interface LogEvent {
  readonly time: Date;
  readonly level: LogLevel;
  readonly source: LogSource;
  /** The Java logger's full name; only for `kcl`. */
  readonly logger?: string;
  /** Such as `shardId-000000000003`. */
  readonly shard?: string;
  /** It is of one of these shards, which share a process, and cannot be told of which. */
  readonly shards?: readonly string[];
  /** May have several lines, and hold whatever a record holds. */
  readonly message: string;
  readonly error?: LoggedError;
  /** Another line says it as well, for a person: text leaves it out here. @default false */
  readonly isErrorToldElsewhere?: boolean;
  /** What a structured line has besides; undefined for a line that is plain text. */
  readonly fields?: Readonly<Record<string, unknown>>;
}
