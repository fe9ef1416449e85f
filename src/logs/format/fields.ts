import type { LogEvent } from '../log-event.js';

/**
 * What a line of the log has in a format that programs read, in the order of the line. The names are stable:
 * docs/logs.md has the same table.
 */
export const logFields = {
  time: 'when it happened: ISO 8601 in UTC, with milliseconds',
  level: '`trace`, `debug`, `info`, `warn` or `error`',
  source: '`kcl-ts`, `kcl` (the Java daemon), `processor` or `jvm`',
  shard: 'the shard that it is about, such as `shardId-000000000003`',
  shards: 'the shards of a process that serves several, where the line may be of any of them',
  worker: 'the id of the worker, as in the lease table (`--worker-id`)',
  logger: 'the Java logger; only of `kcl`',
  message: 'what happened; may have several lines',
  error: 'what was thrown: `name`, `message` and `stack`, of which `stack` is always there',
  fields: 'what else a structured line of the processor has, under its own names',
} as const;

type LogField = keyof typeof logFields;

/** A line by the names of its fields. */
export type LogLine = Readonly<Partial<Record<LogField, unknown>>>;

/** @param worker the id of the worker, if there is one */
export function lineOf(event: LogEvent, worker: string | undefined): LogLine {
  const { time, level, source, shard, shards, logger, message, error, fields } = event;
  const line: Record<LogField, unknown> = {
    time: time.toISOString(),
    level,
    source,
    shard,
    shards,
    worker,
    logger,
    message,
    error: error && { name: error.name, message: error.message, stack: error.stack },
    fields: fields && !isEmpty(fields) ? fields : undefined,
  };
  return line;
}

function isEmpty(fields: object): boolean {
  for (const name in fields) if (Object.hasOwn(fields, name)) return false;
  return true;
}
