import { Chalk, type ChalkInstance } from 'chalk';
import type { Environment } from '../context.js';

/** Whether to colour what goes to a stream: FORCE_COLOR, NO_COLOR (https://no-color.org), TERM=dumb, then whether it is a terminal. */
export function coloursFor(stream: NodeJS.WritableStream, env: Environment): ChalkInstance {
  return new Chalk({ level: wantsColour(stream, env) ? 1 : 0 });
}

function wantsColour(stream: NodeJS.WritableStream, env: Environment): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR'] || env['TERM'] === 'dumb') return false;
  return isTerminal(stream);
}

/**
 * Whether a line can be drawn over and over: on a terminal that says how wide it is. Those that nobody has told (of
 * expect, of many CI systems) are 0 columns wide, where a line has no end of rows.
 */
export function isLiveTerminal(stream: NodeJS.WritableStream): boolean {
  return (
    isTerminal(stream) && 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0
  );
}

export function isTerminal(stream: NodeJS.WritableStream): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}
