/**
 * kinesis-local 0.6.2 fills an answer of GetRecords up to 10 MiB and counts some 100 bytes of its own with each record: one
 * that has nearly 10 MiB itself fits in no answer, and every GetRecords from there on fails ("last on empty queue"). Here
 * an answer always has one record.
 *
 * A text in which the place is not where it is expected is returned as it is.
 */
export function giveOneAtLeast(source: string): string {
  return source.replace(
    answerIsFull,
    (_, totalSize: string, tooMuch: string) => `((${totalSize} > 0) && ${tooMuch})`,
  );
}

/** Of the function that takes records until the answer is full. `alT` is what Scala.js made of a record's size. */
const answerIsFull =
  /(?<=if \()(?=\(\(\(x\d+\.\w+ \+ (totalSize\$tailLocal1)\) \| 0\) > 10485760\))(\(\(\(x\d+\.\w+ \+ totalSize\$tailLocal1\) \| 0\) > 10485760\))/;
