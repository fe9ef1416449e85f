/**
 * Compares released versions by their numbers: `4.1.99.Final` before `4.1.140.Final`, `2.21` before `2.21.8`. Only
 * for versions of one artifact's releases; Maven's full order with its qualifiers is the resolver's business.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): number[] {
  return (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
}
