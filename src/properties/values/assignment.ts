import { pair, quote } from '../read/setting.js';
import type { FlagReading } from './flag.js';

/** The key and the value of a `--set`; the key's own type reads the value. */
export function readAssignment(text: string): FlagReading {
  return partsOf(text) ?? { problem: 'must have the form key=value' };
}

/** A `--set` for a message. */
export function showAssignment(text: string): string {
  const parts = partsOf(text);
  return parts === undefined ? quote(text) : pair(parts.key, parts.value);
}

function partsOf(text: string): { readonly key: string; readonly value: string } | undefined {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  return key === undefined || value === undefined ? undefined : { key: key.trim(), value };
}
