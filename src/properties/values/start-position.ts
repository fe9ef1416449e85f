import type { FlagReading } from './flag.js';
import { readEpochSeconds } from './number.js';

/** The key for a value of `--from`. Times have the precision of the daemon: one second. */
export function readStartPosition(from: string): FlagReading {
  const word = from.trim().toLowerCase().replaceAll('_', '-');
  if (word === 'latest') return inWords('LATEST');
  if (word === 'trim-horizon') return inWords('TRIM_HORIZON');
  const seconds = /^\d+$/.test(word) ? readEpochSeconds(word) : secondsOf(from);
  return 'problem' in seconds
    ? seconds
    : { key: 'initialPositionInStreamExtended', ...seconds, isRead: true };
}

function inWords(value: 'LATEST' | 'TRIM_HORIZON'): FlagReading {
  return { key: 'initialPositionInStream', value, isRead: true };
}

function secondsOf(time: string): { readonly value: string } | { readonly problem: string } {
  const millis = timeMillis(time);
  if (millis === undefined) {
    return { problem: 'must be trim-horizon, latest or a time such as 2026-11-01T00:00:00Z' };
  }
  if (millis < 0) return { problem: 'is before 1970' };
  return { value: String(Math.floor(millis / 1000)) };
}

/** Milliseconds since 1970 of a time with its zone, such as `2026-11-01T00:00:00Z`, or of a date; undefined for anything else. */
export function timeMillis(time: string): number | undefined {
  const millis = isoTime.test(time) ? Date.parse(time) : NaN;
  return Number.isNaN(millis) ? undefined : millis;
}

/** A date, or a date with a time and its zone: a time without one would mean another moment on another machine. */
const isoTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/i;
