import type { PropertySpec } from '../property-spec.js';

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
