import type { ProcessorShape } from './load-processor.js';

/** What loading a module told about its processor. `self-running`: it calls `run()` itself. */
export type CheckResult =
  | {
      readonly shape: ProcessorShape | 'self-running';
      /** Which of the imports that seemed to lead nowhere do, now that all is loaded. */
      readonly missing: readonly number[];
    }
  | { readonly error: { readonly name: string; readonly message: string; readonly stack: string } };

/** The descriptor on which the checking process writes its result, as one line of JSON. */
export const checkResultDescriptor = 3;

/** The descriptor from which it reads which module to load, a CheckRequest as JSON, up to its end. */
export const checkModuleDescriptor = 4;

/** Reads what the checking process wrote; undefined if it wrote nothing, or not all of it. */
export function parseCheckResult(json: string): CheckResult | undefined {
  try {
    return JSON.parse(json) as CheckResult;
  } catch {
    return undefined;
  }
}
