import { createHash } from 'node:crypto';
import { PbfReader } from 'pbf';

/** A record of the Kinesis Producer Library, of those that it put into one record of the stream. */
export interface UserRecord {
  readonly partitionKey: string;
  readonly explicitHashKey?: string;
  readonly data: Uint8Array;
}

/** The range of hash keys of a shard, decimal. */
export interface HashKeyRange {
  readonly startingHashKey: string;
  readonly endingHashKey: string;
}

/** What a record begins with that the KPL has aggregated; the MD5 of the message in between is at its end. */
const magic = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);
const DIGEST_BYTES = 16;

/**
 * The user records in a record of the KPL; undefined for any other record. Those whose hash key is of another shard are
 * left out, as the KCL does (AggregatorUtil, 3.1.3): after a split both children get the whole record.
 */
export function deaggregate(
  data: Uint8Array,
  range: HashKeyRange,
): { readonly subSequenceNumber: number; readonly record: UserRecord }[] | undefined {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.length <= magic.length + DIGEST_BYTES || !bytes.subarray(0, magic.length).equals(magic)) {
    return undefined;
  }
  const message = bytes.subarray(magic.length, -DIGEST_BYTES);
  if (!createHash('md5').update(message).digest().equals(bytes.subarray(-DIGEST_BYTES))) return undefined;
  const records = userRecords(message);
  return records
    ?.map((record, subSequenceNumber) => ({ subSequenceNumber, record }))
    .filter(({ record }) => isWithin(hashKey(record), range));
}

function hashKey({ partitionKey, explicitHashKey }: UserRecord): bigint {
  if (explicitHashKey !== undefined) return BigInt(explicitHashKey);
  return BigInt(`0x${createHash('md5').update(partitionKey, 'utf8').digest('hex')}`);
}

function isWithin(key: bigint, { startingHashKey, endingHashKey }: HashKeyRange): boolean {
  return BigInt(startingHashKey) <= key && key <= BigInt(endingHashKey);
}

interface Message {
  readonly partitionKeys: string[];
  readonly hashKeys: string[];
  readonly records: Indexed[];
}

interface Indexed {
  partitionKey: number;
  hashKey: number | undefined;
  data: Uint8Array;
}

/** The message AggregatedRecord of the KPL's aggregation format: keys in tables, records that refer to them by index. */
function userRecords(bytes: Uint8Array): UserRecord[] | undefined {
  let message: Message;
  try {
    message = new PbfReader(bytes).readFields(readMessage, { partitionKeys: [], hashKeys: [], records: [] });
  } catch {
    return undefined;
  }
  const records: UserRecord[] = [];
  for (const { partitionKey: index, hashKey: hashIndex, data } of message.records) {
    const partitionKey = message.partitionKeys[index];
    const explicitHashKey = hashIndex === undefined ? undefined : message.hashKeys[hashIndex];
    if (partitionKey === undefined) return undefined;
    if (hashIndex !== undefined && !/^\d+$/.test(explicitHashKey ?? '')) return undefined;
    records.push({ partitionKey, data, ...(explicitHashKey === undefined ? {} : { explicitHashKey }) });
  }
  return records;
}

function readMessage(tag: number, message: Message, reader: PbfReader): void {
  if (tag === 1) message.partitionKeys.push(reader.readString());
  else if (tag === 2) message.hashKeys.push(reader.readString());
  else if (tag === 3) message.records.push(readRecord(reader));
}

function readRecord(reader: PbfReader): Indexed {
  const record: Indexed = { partitionKey: -1, hashKey: undefined, data: new Uint8Array() };
  return reader.readMessage((tag, found) => {
    if (tag === 1) found.partitionKey = reader.readVarint();
    else if (tag === 2) found.hashKey = reader.readVarint();
    else if (tag === 3) found.data = reader.readBytes();
  }, record);
}
