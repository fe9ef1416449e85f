import type { LogLine } from './fields.js';

/**
 * `key=value` pairs on one line; what is inside of another has a dotted name: `error.stack="…" fields.order=7`.
 *
 * Own code: the packages for it leave control characters in values as they are, and a line is made of what records hold.
 */
export function toLogfmt(line: LogLine): string {
  const pairs: string[] = [];
  addPairs(pairs, line, '');
  return pairs.join(' ');
}

/** The pairs of an object, below a name. */
export function addPairs(pairs: string[], value: object, prefix: string): void {
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    if (inner === undefined) continue;
    const key = prefix + keyOf(name);
    if (isObject(inner) && Object.keys(inner).length > 0) addPairs(pairs, inner, `${key}.`);
    else pairs.push(`${key}=${valueOf(inner)}`);
  }
}

/** What would end a key, or act on a terminal. */
const notInKeys = /[\s"=\p{Cc}\p{Cf}\p{Cs}]/gu;

function keyOf(name: string): string {
  return name === '' ? '_' : name.replace(notInKeys, '_');
}

const plain = /^[^\s"=\\\p{Cc}\p{Cf}\p{Cs}]+$/u;

function valueOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return plain.test(text) ? text : quoted(text);
}

/** JSON leaves these as they are: the C1 controls, and what turns or ends a line for Unicode. */
const leftByJson = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

function quoted(text: string): string {
  return JSON.stringify(text).replace(leftByJson, (found) => {
    return Array.from({ length: found.length }, (_, at) => escape(found.charCodeAt(at))).join('');
  });
}

function escape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
