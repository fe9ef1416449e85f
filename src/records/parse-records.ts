import { KclTsError } from '../errors.js';
import { keyInJson } from './json-line.js';
import type { LineFormat } from './line-format.js';
import { MAX_RECORD_BYTES, type NewRecord } from './record.js';
import { readLines, type Line } from './read-lines.js';

const keys: ReadonlySet<string> = new Set([
  ...['data', 'base64', 'partitionKey', 'explicitHashKey'],
  // What `tail --json` tells besides: what was read of one stream can be put into another.
  ...['shardId', 'sequenceNumber', 'subSequenceNumber', 'arrivedAt'],
]);
const maxHashKey = 2n ** 128n - 1n;

/**
 * Reads records, one a line. Unless a format says otherwise, a line that is a JSON object with `data` or `base64` and
 * besides at most `partitionKey` and `explicitHashKey` (or what `tail --json` prints) says what the record is; any other
 * line is the record's data, byte for byte. Empty lines are passed over.
 *
 * @param name what to call the input in an error
 * @throws KclTsError RECORDS_INVALID with the number of the line
 */
export async function* parseRecords(
  input: AsyncIterable<Uint8Array | string>,
  name: string,
  format: LineFormat = { kind: 'described' },
): AsyncGenerator<NewRecord> {
  for await (const line of readLines(input)) {
    if (line.bytes.length === 0) continue;
    const invalid = (what: string): KclTsError =>
      new KclTsError('RECORDS_INVALID', `line ${line.number} of ${name} is not a record: ${what}`, {
        hint: hints[format.kind],
      });
    const record = parseLine(line, format, invalid);
    const size = record.data.length + Buffer.byteLength(record.partitionKey ?? '');
    if (size > MAX_RECORD_BYTES) {
      throw invalid(`it has ${size} bytes with its partition key, expected at most ${MAX_RECORD_BYTES}`);
    }
    yield record;
  }
}

type Invalid = (what: string) => KclTsError;

const hints: Readonly<Record<LineFormat['kind'], string>> = {
  described:
    'a line is the data of a record, or JSON such as {"data": "text", "partitionKey": "a"}; ' +
    'use "base64" in place of "data" for binary data',
  lines: 'a line is the data of a record',
  json: 'a line is one JSON value, the data of a record',
};

function parseLine(line: Line, format: LineFormat, invalid: Invalid): NewRecord {
  if (format.kind === 'described') return parseDescribed(line, invalid);
  if (format.kind === 'lines') return { data: line.bytes };
  const key = keyInJson(line, format.keyField, invalid);
  return {
    data: line.bytes,
    ...(key === undefined ? {} : { partitionKey: checkPartitionKey(key, 'its partition key', invalid) }),
  };
}

function parseDescribed({ bytes }: Line, invalid: Invalid): NewRecord {
  const description = parseDescription(bytes);
  if (!description) return { data: bytes };
  const { partitionKey, explicitHashKey } = description;
  return {
    data: dataOf(description, invalid),
    ...(partitionKey === undefined
      ? {}
      : { partitionKey: checkPartitionKey(partitionKey, '"partitionKey"', invalid) }),
    ...(explicitHashKey === undefined ? {} : { explicitHashKey: checkHashKey(explicitHashKey, invalid) }),
  };
}

type Description = Readonly<Record<string, unknown>>;

function parseDescription(bytes: Buffer): Description | undefined {
  if (bytes[0] !== 0x7b) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const known = ('data' in value || 'base64' in value) && Object.keys(value).every((key) => keys.has(key));
  return known ? (value as Description) : undefined;
}

function dataOf({ data, base64 }: Description, invalid: Invalid): Uint8Array {
  if (base64 === undefined) return Buffer.from(typeof data === 'string' ? data : JSON.stringify(data));
  if (data !== undefined) throw invalid('it has both "data" and "base64", expected one of them');
  if (typeof base64 !== 'string' || !isBase64(base64)) {
    throw invalid(`"base64" is ${shown(base64)}, expected base64`);
  }
  return Buffer.from(base64, 'base64');
}

/** Without groups that repeat: those of 14 MB would overflow the stack of the regular expression. */
function isBase64(text: string): boolean {
  const digits = text.replace(/={1,2}$/, '');
  return (
    !/[^\w+/-]/.test(digits) &&
    (digits.length === text.length ? digits.length % 4 !== 1 : digits.length % 4 > 1)
  );
}

function checkPartitionKey(value: unknown, name: string, invalid: Invalid): string {
  if (typeof value === 'string' && value.length >= 1 && value.length <= 256) return value;
  throw invalid(`${name} is ${shown(value)}, expected a string of 1 to 256 characters`);
}

function checkHashKey(value: unknown, invalid: Invalid): string {
  if (typeof value === 'string' && /^(?:0|[1-9]\d{0,38})$/.test(value) && BigInt(value) <= maxHashKey)
    return value;
  throw invalid(`"explicitHashKey" is ${shown(value)}, expected a string of digits, at most ${maxHashKey}`);
}

const MOST_SHOWN = 60;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}… (${text.length} characters)`;
}
