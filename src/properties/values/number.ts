import { durationMillis } from './duration.js';
import type { PropertySpec } from '../table/row.js';
import { javaTrim, type Reading, type ValueType } from './reading.js';

export const int: ValueType = {
  name: 'int',
  read: (text, spec, friendly) => readInteger(text, spec, friendly, 2n ** 31n - 1n),
};

export const long: ValueType = {
  name: 'long',
  read: (text, spec, friendly) => readInteger(text, spec, friendly, 2n ** 63n - 1n),
};

/**
 * A whole number, or a duration for a key that counts time. The daemon (commons-beanutils NumberConverter) trims
 * blanks, and takes whatever is no number for 0, which means "not set" for most keys.
 */
function readInteger(text: string, spec: PropertySpec, friendly: boolean, highest: bigint): Reading {
  const trimmed = spec.untrimmed && !friendly ? text : javaTrim(text);
  const inUnits = friendly && isTime(spec) ? unitsOf(trimmed, spec) : undefined;
  const digits = inUnits ?? trimmed;
  if (!/^[+-]?\d+$/.test(digits)) return { problem: `must be ${expectedInteger(spec, friendly)}` };
  const number = BigInt(digits);
  if (number > highest || number < -highest) {
    return { problem: `must be at most ${highest}, or the daemon reads it as 0` };
  }
  return outOfRange(Number(number), spec) ?? { value: number.toString() };
}

/** A decimal number. Java's other forms (`1d`, `0x1p3`, `NaN`) are refused: nobody means them here. */
export const double: ValueType = {
  name: 'double',
  read: (text, spec) => {
    const trimmed = javaTrim(text);
    const number = Number(trimmed);
    if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) || !Number.isFinite(number)) {
      return { problem: 'must be a number' };
    }
    return outOfRange(number, spec) ?? { value: trimmed };
  },
};

export const epochSeconds: ValueType = { name: 'epoch-seconds', read: readEpochSeconds };

/** Seconds since 1970. What looks like milliseconds is refused: the daemon would wait for the year 50000. */
export function readEpochSeconds(text: string): Reading {
  if (!/^\+?\d+$/.test(text)) {
    return {
      problem: 'must be a whole number of seconds since 1970',
      hint: 'a date can be given with --from',
    };
  }
  if (Number(text) > latestPlausible) {
    return {
      problem: 'looks like milliseconds, the daemon wants seconds since 1970',
      hint: `write ${Math.floor(Number(text) / 1000)}, or give the date with --from`,
    };
  }
  return { value: BigInt(text).toString() };
}

/** The year 5138; the same number of milliseconds is in March 1973, before any stream. */
const latestPlausible = 99_999_999_999;

function isTime(spec: PropertySpec): boolean {
  return spec.unit === 'ms' || spec.unit === 's';
}

/** The number of the key's own units in a duration; undefined if it is no duration or no whole number of units. */
function unitsOf(text: string, spec: PropertySpec): string | undefined {
  const millis = durationMillis(text);
  if (millis === undefined) return undefined;
  const units = spec.unit === 's' ? millis / 1000 : millis;
  return Number.isInteger(units) ? String(units) : undefined;
}

function expectedInteger(spec: PropertySpec, friendly: boolean): string {
  if (!isTime(spec)) return 'a whole number';
  const unit = spec.unit === 's' ? 'seconds' : 'milliseconds';
  return friendly ? `a duration such as 10s, or a whole number of ${unit}` : `a whole number of ${unit}`;
}

function outOfRange(number: number, spec: PropertySpec): Reading | undefined {
  if (number === 0 && spec.primitive && spec.default !== 0) {
    const fallback = typeof spec.default === 'number' ? bound(spec.default, spec) : String(spec.default);
    return { problem: `must not be 0: the daemon reads it as "not set" and uses its default, ${fallback}` };
  }
  if (spec.min !== undefined && number < spec.min) {
    return { problem: `must be at least ${bound(spec.min, spec)}` };
  }
  if (spec.max !== undefined && number > spec.max) {
    return { problem: `must be at most ${bound(spec.max, spec)}` };
  }
  return undefined;
}

function bound(number: number, spec: PropertySpec): string {
  return spec.unit ? `${number} ${spec.unit}` : String(number);
}
