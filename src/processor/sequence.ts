/** A place in a shard. A `KinesisClientRecord` is one. */
export interface SequencePosition {
  /** A decimal number, or one of the KCL's words: TRIM_HORIZON, LATEST, AT_TIMESTAMP, SHARD_END. */
  readonly sequenceNumber: string;
  /**
   * The place within an aggregated record, from 0.
   *
   * @default 0
   */
  readonly subSequenceNumber?: number;
}

/**
 * Orders two places in a shard: negative if `a` comes before `b`, 0 if they are the same, positive if it comes after.
 * Fits `Array.prototype.sort`. The KCL's words order as the KCL does it (ExtendedSequenceNumber): AT_TIMESTAMP,
 * TRIM_HORIZON, LATEST, every number, SHARD_END.
 *
 * @throws RangeError if a sequence number is neither a decimal number nor one of these words.
 */
export function compareSequence(a: SequencePosition, b: SequencePosition): number {
  const bySequence = compareNumbers(a.sequenceNumber, b.sequenceNumber);
  if (bySequence !== 0 || a.sequenceNumber === 'SHARD_END') return bySequence;
  return (a.subSequenceNumber ?? 0) - (b.subSequenceNumber ?? 0);
}

function compareNumbers(a: string, b: string): number {
  const rankOfA = rank(a);
  const rankOfB = rank(b);
  if (rankOfA !== rankOfB || rankOfA !== rankOfNumbers) return rankOfA - rankOfB;
  const digitsOfA = a.replace(leadingZeros, '');
  const digitsOfB = b.replace(leadingZeros, '');
  if (digitsOfA.length !== digitsOfB.length) return digitsOfA.length - digitsOfB.length;
  if (digitsOfA === digitsOfB) return 0;
  return digitsOfA < digitsOfB ? -1 : 1;
}

const rankOfNumbers = 3;
const ranks: ReadonlyMap<string, number> = new Map([
  ['AT_TIMESTAMP', 0],
  ['TRIM_HORIZON', 1],
  ['LATEST', 2],
  ['SHARD_END', 4],
]);
const leadingZeros = /^0+(?=\d)/;

function rank(sequenceNumber: string): number {
  if (/^\d+$/.test(sequenceNumber)) return rankOfNumbers;
  const known = ranks.get(sequenceNumber);
  if (known === undefined) {
    throw new RangeError(
      `"${sequenceNumber}" is no sequence number; expected decimal digits or ${[...ranks.keys()].join(', ')}`,
    );
  }
  return known;
}
