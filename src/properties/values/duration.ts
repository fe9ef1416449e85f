import { javaTrim, type ValueType } from './reading.js';

/** An ISO-8601 duration as java.time.Duration parses it; flags may say `12h`. None of the keys has a use for 0. */
export const duration: ValueType = {
  name: 'duration',
  read: (text, _spec, friendly) => {
    const trimmed = javaTrim(text);
    const millis = friendly ? durationMillis(trimmed) : undefined;
    const seconds = millis === undefined ? isoSeconds(trimmed) : millis / 1000;
    if (seconds === undefined) {
      const short = friendly ? 'a duration such as 12h, or ' : '';
      return { problem: `must be ${short}an ISO-8601 duration such as PT12H` };
    }
    if (seconds <= 0) return { problem: 'must be longer than 0' };
    return { value: millis === undefined ? trimmed : `PT${seconds}S` };
  },
};

const form =
  /^([+-]?)P(?=.)(?:([+-]?\d+)D)?(?:T(?=.)(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+(?:[.,]\d{0,9})?)S)?)?$/i;

function isoSeconds(text: string): number | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const [, sign, ...parts] = match;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part?: string) =>
    Number((part ?? '0').replace(',', '.')),
  );
  const total = days * 86_400 + hours * 3600 + minutes * 60 + seconds;
  return sign === '-' ? -total : total;
}

const factors: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `500ms`, `10s`, `2m`, `1.5h`, `1d`; undefined for anything else, plain numbers included. */
export function durationMillis(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  if (!match) return undefined;
  const factor = factors[match[2] ?? ''] ?? 1;
  return Math.round(Number(match[1]) * factor);
}
