import { framesOf } from './compile-error.js';
import type { Located } from './walk.js';

/** The compiler's warnings, with their places. */
export async function warningsOf(found: readonly Located[]): Promise<string[]> {
  return framesOf(found, 'warning');
}
