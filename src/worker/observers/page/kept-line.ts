import { stripVTControlCharacters } from 'node:util';
import type { LogEvent } from '../../../logs/log-event.js';
import type { RecentLine } from './page-state.js';

const longest = 2_000;

/** A log event as the page shows it. Long texts are cut: a processor may print a line of any length. */
export function keptLine(id: number, event: LogEvent): RecentLine {
  const { time, level, source, logger, shard, message, error, fields } = event;
  return {
    id,
    at: time.getTime(),
    level,
    source,
    message: cut(fields === undefined ? message : `${message} ${JSON.stringify(fields)}`),
    ...(logger === undefined ? {} : { logger }),
    ...(shard === undefined ? {} : { shard }),
    ...(error === undefined ? {} : { stack: cut(error.stack) }),
  };
}

/** Without the colours that a program prints for a terminal. */
function cut(text: string): string {
  const whole = text.includes('\u001b') ? stripVTControlCharacters(text) : text;
  if (whole.length <= longest) return whole;
  // a copy: a slice would hold on to the whole text
  const beginning = Buffer.from(whole.slice(0, longest)).toString();
  return `${beginning}… [${whole.length - longest} characters left out]`;
}
