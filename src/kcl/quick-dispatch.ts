import { unzipSync, zipSync } from 'fflate';

/** The class with the setting shardConsumerDispatchPollIntervalMillis (KCL 3.1.3), which no property reaches. */
const coordinatorConfig = 'software/amazon/kinesis/coordinator/CoordinatorConfig.class';

/** Of the constants in that class: the interval, and `schedulerInitializationBackoffTimeMillis`, which is a property. */
const STOCK_MS = 1000n;

const QUICK_MS = 100n;

/** The same in every time zone: the time in a zip has none. */
const ALWAYS = new Date(1980, 0, 1);

/**
 * A jar that makes the KCL move its shard consumers on every 100 ms instead of every second, if it comes before the KCL's
 * own on the class path. A consumer takes three such steps to its first record, and one or two at its end.
 *
 * The KCL has a setting for this, but the MultiLangDaemon none. So the jar holds the class of the KCL's settings with
 * another number as its default. On AWS each step of the leader's is a read of a table: this is for servers that cost
 * nothing.
 *
 * @param jar of the KCL
 * @returns undefined if the number is not where it is expected: slower, and right all the same
 */
export function quickDispatchJar(jar: Uint8Array): Uint8Array | undefined {
  const stock = unzipSync(jar, { filter: ({ name }) => name === coordinatorConfig })[coordinatorConfig];
  if (stock === undefined) return undefined;
  const [place, ...others] = longConstants(Buffer.from(stock)).filter(({ value }) => value === STOCK_MS);
  if (place === undefined || others.length > 0) return undefined;
  const quick = Buffer.from(stock);
  quick.writeBigInt64BE(QUICK_MS, place.offset);
  return zipSync({ [coordinatorConfig]: [quick, { level: 0, mtime: ALWAYS }] });
}

interface LongConstant {
  readonly value: bigint;
  readonly offset: number;
}

/** The bytes after the tag of a constant whose length does not vary (Java Virtual Machine Specification, 4.4). */
const lengths: Readonly<Record<number, number>> = {
  ...{ 3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4 },
  ...{ 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2 },
};
const UTF8 = 1;
const LONG = 5;
const DOUBLE = 6;

/** Those of a class file's constant pool; none if it holds what is not known here. */
function longConstants(file: Buffer): LongConstant[] {
  const found: LongConstant[] = [];
  const count = file.readUInt16BE(8);
  let offset = 10;
  for (let index = 1; index < count; index++) {
    const tag = file.readUInt8(offset);
    const length = tag === UTF8 ? 2 + file.readUInt16BE(offset + 1) : lengths[tag];
    if (length === undefined) return [];
    if (tag === LONG) found.push({ value: file.readBigInt64BE(offset + 1), offset: offset + 1 });
    // These two count as two entries of the pool.
    if (tag === LONG || tag === DOUBLE) index++;
    offset += 1 + length;
  }
  return found;
}
