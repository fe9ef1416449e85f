import { inspect } from 'node:util';
import type { LogLevel } from '../../log-level.js';
import { describeError } from '../describe-error.js';
import { shorten } from '../shorten.js';

interface Said {
  readonly level: LogLevel;
  /** A text, but for those who write JavaScript. */
  readonly message: unknown;
  /** The fields of the logger. */
  readonly bound: Readonly<Record<string, unknown>>;
  /** An error, an object with fields, or something else. */
  readonly detail: unknown;
  /** What the line has besides for who does not know it. */
  readonly origin: { readonly source: 'processor'; readonly shard: string | undefined } | undefined;
}

/** What was said as one JSON object on one line, whatever it is. */
export function logLine({ level, message, bound, detail, origin }: Said): string {
  const head = {
    time: new Date().toISOString(),
    level,
    ...origin,
    message: shorten(typeof message === 'string' ? message : inspect(message)),
  };
  try {
    const { error, fields } = partsOf(bound, detail);
    return joined({ ...head, error }, boundedJson(fields));
  } catch (error) {
    return joined(head, JSON.stringify({ unreadable: shorten(inspect(error)) }));
  }
}

function joined(head: object, fields: string): string {
  const line = JSON.stringify(head);
  return fields === '{}' ? line : `${line.slice(0, -1)},"fields":${fields}}`;
}

interface Parts {
  readonly error?: { readonly name: string; readonly message: string; readonly stack: string };
  readonly fields: Readonly<Record<string, unknown>>;
}

function partsOf(bound: Said['bound'], detail: unknown): Parts {
  if (detail === undefined) return { fields: bound };
  if (detail instanceof Error) return { error: toldError(detail), fields: bound };
  if (typeof detail !== 'object' || detail === null) return { fields: { ...bound, detail } };
  const fields: Record<string, unknown> = { ...bound, ...detail };
  for (const name of ['error', 'err']) {
    const thrown = fields[name];
    if (!(thrown instanceof Error)) continue;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- of an object of our own
    delete fields[name];
    return { error: toldError(thrown), fields };
  }
  return { fields };
}

function toldError(error: Error): NonNullable<Parts['error']> {
  const { name, message, stack } = describeError(error);
  return { name: shorten(name), message: shorten(message), stack: shorten(stack) };
}

/** So much of all fields together, in characters of JSON. */
const LONGEST_FIELDS = 256 * 1024;

function boundedJson(fields: Parts['fields']): string {
  const json = toJson(fields);
  return json.length <= LONGEST_FIELDS
    ? json
    : JSON.stringify({ leftOut: `fields of ${json.length} characters` });
}

function toJson(fields: Parts['fields']): string {
  try {
    return JSON.stringify(fields, readable);
  } catch {
    // circular, or something that cannot be read: as node would print it
    const told = Object.entries(fields).map(([name, value]) => [name, jsonOr(value)] as const);
    return JSON.stringify(Object.fromEntries(told));
  }
}

function jsonOr(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value, readable)) as unknown;
  } catch {
    return shorten(inspect(value, { breakLength: Infinity }));
  }
}

/** What JSON would lose, or cannot hold. Buffers are their length: their bytes are for no reader of a log. */
function readable(this: unknown, name: string, value: unknown): unknown {
  const before = (this as Readonly<Record<string, unknown>>)[name];
  if (before instanceof Uint8Array) return `<${before.length} bytes>`;
  if (value instanceof Error) return toldError(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return shorten(value);
  return value;
}
