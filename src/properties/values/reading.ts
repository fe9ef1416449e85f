import type { PropertySpec } from '../table/row.js';

/** Either the text that goes into the daemon's file, or what is wrong: `must be …`, a phrase after key and value. */
export type Reading =
  | { readonly value: string; readonly warning?: string }
  | { readonly problem: string; readonly hint?: string };

/**
 * Reads the text of one value.
 *
 * `friendly` is true for flags, `--set` and the environment, where durations such as `10s` are understood; a
 * properties file must hold what the daemon itself understands.
 */
export type ReadValue = (text: string, spec: PropertySpec, friendly: boolean) => Reading;

/** How the daemon's configurator reads values of one kind, and so how kcl-ts checks them. */
export interface ValueType {
  readonly name:
    | 'string'
    | 'command'
    | 'int'
    | 'long'
    | 'double'
    | 'boolean'
    | 'enum'
    | 'arn'
    | 'aws-region'
    | 'uri'
    | 'duration'
    | 'epoch-seconds'
    | 'tags'
    | 'string-list'
    | 'credentials-provider'
    | 'class-name'
    | 'object';
  readonly read: ReadValue;
}

/** As java.lang.String.trim: what is not above U+0020 goes, other blanks of Unicode stay. */
export function javaTrim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}
