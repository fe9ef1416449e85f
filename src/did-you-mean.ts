import { distance } from 'fastest-levenshtein';

/** ` (did you mean x?)`, or nothing. */
export function didYouMean(given: string, candidates: readonly string[]): string {
  const [best] = likelyMeant(given, candidates);
  return best === undefined ? '' : ` (did you mean ${best}?)`;
}

/**
 * The candidates that may have been meant, the nearest first: the same but for case, or a typing mistake away for every
 * four characters that were given. Five characters may have two, since letters that changed places count as two.
 */
export function likelyMeant(given: string, candidates: readonly string[]): string[] {
  const limit = Math.ceil(given.length / 4);
  return ranked(given, candidates)
    .filter(({ mistakes }) => mistakes <= limit)
    .map(({ candidate }) => candidate);
}

/** All candidates, the nearest first. */
export function byLikeness(given: string, candidates: readonly string[]): string[] {
  return ranked(given, candidates).map(({ candidate }) => candidate);
}

function ranked(
  given: string,
  candidates: readonly string[],
): { readonly candidate: string; readonly mistakes: number }[] {
  const lower = given.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, mistakes: distance(lower, candidate.toLowerCase()) }))
    .sort((a, b) => a.mistakes - b.mistakes);
}
