export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof logLevels)[number];

/** One thing that happened in a worker, whoever said it. */
export interface LogEvent {
  readonly timestamp: Date;
  readonly level: LogLevel;
  /** `kcl-ts`: this tool; `kcl`: the Java daemon; `processor`: user code; `jvm`: java's own output. */
  readonly source: 'kcl-ts' | 'kcl' | 'processor' | 'jvm';
  /** The Java logger's full name; only for `kcl`. */
  readonly logger?: string;
  readonly shardId?: string;
  /** It is of one of these shards, which share a process, and cannot be told of which. */
  readonly shardIds?: readonly string[];
  readonly message: string;
  /** A Java or TypeScript stack, several lines. */
  readonly stack?: string;
}

/** Whether `level` is at least as severe as `threshold`. */
export function isAtLeast(level: LogLevel, threshold: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(threshold);
}
