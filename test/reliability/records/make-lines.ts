import { pick, randomFrom, type Random } from '../random.js';

/** A line of JSON for `put --key-field key`. */
export interface TestLine {
  readonly key: string;
  readonly text: string;
}

const KEYS = 2_000;
/** Of a hundred lines each. */
const LONG_BYTES = [20_000, 60_000];

/** What a line may hold that a reader or writer of lines could trip over. */
const texts: readonly ((random: Random) => unknown)[] = [
  (random) => `word ${Math.floor(random() * 1_000_000)}`,
  // Equal lines are records of their own.
  () => 'the same',
  () => '',
  () => '   ',
  () => '{}',
  () => null,
  () => 'quotes " and \' and \\ and \\" and `',
  () => 'line ends \n \r\n \u2028 \u2029 and tabs \t',
  () => 'Ælfgyþ, 日本語, 👩🏽‍🚀, e\u0301, \u202e, \ufeff, \u0000, \u001b[31m',
  () => '{"data":"x","partitionKey":"another"}',
  (random) => ({ nested: [random(), { deep: true }], base64: 'AP8=' }),
];

/** Lines that are equal for the same seed. */
export function makeLines(count: number, seed: number): TestLine[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, number) => {
    // A few keys have most of the records, as in life.
    const key = `key ${Math.floor(random() ** 3 * KEYS)} é`;
    const text = number % 1_000 === 999 ? long(random) : pick(random, texts)(random);
    // Blanks between the parts are the record's, too.
    const json = JSON.stringify({ key, text }, undefined, random() < 0.1 ? ' ' : '').replaceAll('\n', ' ');
    return { key, text: json };
  });
}

function long(random: Random): string {
  return pick(random, ['x', 'é', '👩🏽‍🚀']).repeat(Math.floor(pick(random, LONG_BYTES) / 4));
}
