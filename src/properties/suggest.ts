import { createRequire } from 'node:module';
import type * as Levenshtein from 'fastest-levenshtein';

const require = createRequire(import.meta.url);

/** The candidate that was most likely meant: the same but for case, or a few typing mistakes away. */
export function suggest(given: string, candidates: readonly string[]): string | undefined {
  const lower = given.toLowerCase();
  const same = candidates.find((candidate) => candidate.toLowerCase() === lower);
  if (same !== undefined || candidates.length === 0) return same;
  // Loaded when something is wrong: a start with nothing misspelt does without.
  const { closest, distance } = require('fastest-levenshtein') as typeof Levenshtein;
  const best = closest(
    lower,
    candidates.map((candidate) => candidate.toLowerCase()),
  );
  const tolerance = Math.max(1, Math.floor(given.length / 4));
  if (distance(lower, best) > tolerance) return undefined;
  return candidates.find((candidate) => candidate.toLowerCase() === best);
}

/** ` (did you mean x?)`, or nothing. */
export function didYouMean(given: string, candidates: readonly string[]): string {
  const best = suggest(given, candidates);
  return best === undefined ? '' : ` (did you mean ${best}?)`;
}
