import { InvalidArgumentError } from 'commander';
import { durationMillis } from '../../properties/values/duration.js';
import { timeMillis } from '../../properties/values/start-position.js';

export type ReadPosition = 'TRIM_HORIZON' | 'LATEST' | Date;

/** `latest`, `trim-horizon`, a time, or how long ago: `15m`. */
export function parsePosition(value: string): ReadPosition {
  const word = value.trim().toLowerCase().replaceAll('_', '-');
  if (word === 'latest') return 'LATEST';
  if (word === 'trim-horizon') return 'TRIM_HORIZON';
  return parseTime(value);
}

/** A time with its zone, seconds since 1970, or how long ago. */
function parseTime(value: string): Date {
  const text = value.trim();
  const ago = durationMillis(text);
  if (ago !== undefined) return new Date(Date.now() - ago);
  const millis = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : timeMillis(text);
  if (millis !== undefined && millis > Date.now()) {
    throw new InvalidArgumentError('Expected a time that is past: records have none before they come.');
  }
  if (millis !== undefined) return new Date(millis);
  throw new InvalidArgumentError(
    'Expected trim-horizon, latest, a time such as 2026-11-01T00:00:00Z, or how long ago, such as 15m.',
  );
}
