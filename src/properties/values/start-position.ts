import { propertyOptions } from '../table/flags.js';
import type { Problem } from '../check/problem.js';
import type { Setting } from '../read/setting.js';
import type { Source } from '../read/sources.js';
import type { PropertySettings } from '../table/index.js';

export type StartPosition = Pick<
  PropertySettings,
  'initialPositionInStream' | 'initialPositionInStreamExtended'
>;

const from = propertyOptions.find(({ name }) => name === '--from');

/** The setting that the `--from` of a source stands for. */
export function startPositionSetting(source: Source, problems: Problem[]): Setting | undefined {
  const value = source.values.get('--from')?.at(-1);
  if (!from || value === undefined) return undefined;
  const described = source.describe(from, value);
  const position = startPosition(value);
  if ('problem' in position) {
    problems.push({ message: `${described.subject}: ${position.problem}` });
    return undefined;
  }
  const [entry] = Object.entries(position);
  return entry && { key: entry[0], value: entry[1], ...described, friendly: true };
}

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
