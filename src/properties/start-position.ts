import type { PropertySettings } from './table/index.js';

export type StartPosition = Pick<
  PropertySettings,
  'initialPositionInStream' | 'initialPositionInStreamExtended'
>;

/** The key for a `--from` value, or what is wrong with it. Times have the precision of the daemon: one second. */
export function startPosition(from: string): StartPosition | { readonly problem: string } {
  const word = from.trim().toLowerCase().replaceAll('_', '-');
  if (word === 'latest') return { initialPositionInStream: 'LATEST' };
  if (word === 'trim-horizon') return { initialPositionInStream: 'TRIM_HORIZON' };
  if (/^\d+$/.test(word)) return { initialPositionInStreamExtended: word };
  const millis = isoTime.test(from) ? Date.parse(from) : NaN;
  if (Number.isNaN(millis)) {
    return { problem: 'must be trim-horizon, latest or a time such as 2026-11-01T00:00:00Z' };
  }
  if (millis < 0) return { problem: 'is before 1970' };
  return { initialPositionInStreamExtended: String(Math.floor(millis / 1000)) };
}

/** A date, or a date with a time and its zone: a time without one would mean another moment on another machine. */
const isoTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/i;
