import type { LogEvent } from '../log-event.js';
import { lineOf } from './fields.js';
import { toLogfmt } from './logfmt.js';
import { renderPretty, type PrettyOptions } from './pretty.js';

/** `pretty` is for people; the others have one event a line, with the names of `logFields`. */
export const logFormats = ['pretty', 'json', 'logfmt'] as const;

export type LogFormat = (typeof logFormats)[number];

export interface RenderOptions extends PrettyOptions {
  readonly format: LogFormat;
  /** The id of the worker, which the formats for programs have in each line. */
  readonly worker: string | undefined;
}

/** An event as a line of the log, without its end; in `pretty` possibly several. */
export function render(event: LogEvent, { format, worker, ...pretty }: RenderOptions): string {
  return format === 'pretty' ? renderPretty(event, pretty) : encode(event, format, worker);
}

/** An event for programs. A line break is `\n` inside of a string. */
export function encode(event: LogEvent, format: Exclude<LogFormat, 'pretty'>, worker?: string): string {
  const line = lineOf(event, worker);
  return format === 'json' ? JSON.stringify(line) : toLogfmt(line);
}
