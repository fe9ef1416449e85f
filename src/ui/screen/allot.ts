/** A part of a row. */
export interface Part {
  /** The fewest columns that it is of any use with. */
  readonly least: number;
  /** The most that it can use. */
  readonly most: number;
  /** Those of a low rank get their columns first. */
  readonly rank: number;
}

/**
 * Gives each part of a row its columns. What does not fit is left out, by rank; then each gets more, by rank.
 *
 * @param gap columns between two parts
 * @returns the columns of each part; undefined for one that is left out
 */
export function allot(parts: readonly Part[], columns: number, gap: number): (number | undefined)[] {
  const byRank = [...parts].sort((a, b) => a.rank - b.rank);
  const widths = new Map<Part, number>();
  let left = columns + gap;
  for (const part of byRank) {
    if (part.least + gap > left) continue;
    widths.set(part, part.least);
    left -= part.least + gap;
  }
  for (const [part, width] of widths) {
    const more = Math.min(part.most - width, left);
    widths.set(part, width + more);
    left -= more;
  }
  return parts.map((part) => widths.get(part));
}
