import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage, scanBatch } from '../../src/child/codec.js';
import type { KinesisClientRecord } from '../../src/processor/record.js';

const hold = () => () => undefined;
const decode = (line: string | Buffer) => decodeMessage(Buffer.from(line), hold);

/** A record with its fields in the order in which the daemon writes them. */
const daemonRecord = fc.record({
  data: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  partitionKey: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  sequenceNumber: fc.bigInt({ min: 0n, max: 10n ** 56n }).map(String),
  approximateArrivalTimestamp: fc.option(fc.nat({ max: 4_102_444_800_000 })),
  subSequenceNumber: fc.option(fc.nat()),
  action: fc.constant('record'),
});

const daemonBatch = fc.record({
  action: fc.constant('processRecords'),
  records: fc.array(daemonRecord, { minLength: 1, maxLength: 8 }),
  millisBehindLatest: fc.option(fc.nat()),
});

/** Everything of a record that a processor can see. */
function view(record: KinesisClientRecord) {
  return {
    data: Buffer.from(record.data).toString('hex'),
    partitionKey: record.partitionKey,
    sequenceNumber: record.sequenceNumber,
    subSequenceNumber: record.subSequenceNumber,
    arrival: record.approximateArrivalTimestamp?.getTime() ?? null,
  };
}

/** The same by JSON.parse alone; undefined if the line is JSON but no batch, or a field has the wrong type. */
function reference(line: string | Buffer) {
  const message = fieldsOf(JSON.parse(line.toString()));
  if (message?.['action'] !== 'processRecords') return undefined;
  const { records = null, millisBehindLatest = null } = message;
  if (!isNullOr('number', millisBehindLatest)) return undefined;
  if (records !== null && !Array.isArray(records)) return undefined;
  const views = (records ?? []).map(referenceRecord);
  return views.includes(undefined) ? undefined : { millisBehindLatest, records: views };
}

function referenceRecord(value: unknown) {
  const fields = fieldsOf(value);
  if (!fields) return undefined;
  const { data, partitionKey, sequenceNumber, subSequenceNumber, approximateArrivalTimestamp } = fields;
  if (![data, partitionKey, sequenceNumber].every((field) => isNullOr('string', field))) return undefined;
  if (![subSequenceNumber, approximateArrivalTimestamp].every((field) => isNullOr('number', field))) {
    return undefined;
  }
  return {
    data: Buffer.from((data as string | undefined) ?? '', 'base64').toString('hex'),
    partitionKey: partitionKey ?? '',
    sequenceNumber: sequenceNumber ?? '',
    subSequenceNumber: subSequenceNumber ?? 0,
    arrival:
      typeof approximateArrivalTimestamp === 'number'
        ? new Date(approximateArrivalTimestamp).getTime()
        : null,
  };
}

function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function isNullOr(type: string, value: unknown): boolean {
  return value === null || value === undefined || typeof value === type;
}

function decoded(line: string | Buffer) {
  const message = decode(line);
  if (message.action !== 'processRecords') throw new Error(`expected records, got ${message.action}`);
  return { millisBehindLatest: message.millisBehindLatest, records: message.records.map(view) };
}

describe('a line of records', () => {
  it('is read like JSON.parse reads it, whatever the records hold', () => {
    fc.assert(
      fc.property(daemonBatch, (batch) => {
        const line = JSON.stringify(batch);
        expect(decoded(line)).toEqual(reference(line));
      }),
      { numRuns: 500 },
    );
  });

  it('is read without a whole parse when the daemon wrote it', () => {
    const plain = daemonBatch.map((batch) => ({
      ...batch,
      records: batch.records.map((record, i) => ({ ...record, partitionKey: `schlüssel ${i} 鍵` })),
    }));
    fc.assert(
      fc.property(plain, (batch) => scanBatch(Buffer.from(JSON.stringify(batch)), hold) !== undefined),
    );
  });

  it('is read like JSON.parse reads it when fields are missing, null, more, or in another order', () => {
    const field = (name: string) => [
      `"${name}":null`,
      `"${name}":"aGk="`,
      `"${name}":5`,
      `"${name}" : "x\\u0041"`,
    ];
    const names = [
      'data',
      'partitionKey',
      'sequenceNumber',
      'subSequenceNumber',
      'approximateArrivalTimestamp',
      'more',
    ];
    const record = fc
      .shuffledSubarray(names.flatMap(field), { maxLength: 6 })
      .map((fields) => `{${fields.join(',')}}`);
    const line = fc
      .array(record, { maxLength: 4 })
      .map(
        (records) => `{"action":"processRecords","records":[${records.join(', ')}],"millisBehindLatest":0}`,
      );
    fc.assert(
      fc.property(line, (text) => {
        const expected = reference(text);
        if (expected) expect(decoded(text)).toEqual(expected);
        else expect(() => decoded(text)).toThrow(/^expected a /);
      }),
      { numRuns: 500 },
    );
  });

  it('that is damaged anywhere gives what JSON.parse gives, or fails', () => {
    fc.assert(
      fc.property(daemonBatch, fc.nat(), fc.nat({ max: 255 }), (batch, place, byte) => {
        const line = Buffer.from(JSON.stringify(batch));
        line[place % line.length] = byte;
        let expected: ReturnType<typeof reference>;
        try {
          expected = reference(line);
        } catch {
          expect(() => decoded(line)).toThrow();
          return;
        }
        if (expected) expect(decoded(line)).toEqual(expected);
        else expect(() => decoded(line)).toThrow(/^expected /);
      }),
      { numRuns: 2000 },
    );
  });

  it('has data that may be escaped as JSON allows it', () => {
    const line =
      '{"action":"processRecords","records":[{"data":"aGk\\u003d","partitionKey":"k","sequenceNumber":"1",' +
      '"approximateArrivalTimestamp":1,"subSequenceNumber":0,"action":"record"}],"millisBehindLatest":0}';
    expect(scanBatch(Buffer.from(line), hold)).toBeDefined();
    expect(decoded(line).records[0]?.data).toBe(Buffer.from('hi').toString('hex'));
  });

  it('may end with a carriage return, as on Windows', () => {
    const line = JSON.stringify({
      action: 'processRecords',
      records: [
        {
          data: 'aGk=',
          partitionKey: 'k',
          sequenceNumber: '1',
          approximateArrivalTimestamp: 1,
          subSequenceNumber: 0,
          action: 'record',
        },
      ],
      millisBehindLatest: 0,
    });
    expect(scanBatch(Buffer.from(`${line}\r`), hold)).toBeDefined();
    expect(decoded(`${line}\r`)).toEqual(reference(line));
    expect(() => decode(`${line}x`)).toThrow('expected a line of JSON');
  });

  it('keeps all byte values', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const line = JSON.stringify({
      action: 'processRecords',
      records: [{ data: bytes.toString('base64'), partitionKey: 'k', sequenceNumber: '1' }],
    });
    expect(decoded(line).records[0]?.data).toBe(bytes.toString('hex'));
  });
});

describe('a record', () => {
  const record = (data: string): KinesisClientRecord => {
    const message = decode(
      JSON.stringify({
        action: 'processRecords',
        records: [
          {
            data: Buffer.from(data).toString('base64'),
            partitionKey: 'k',
            sequenceNumber: '1',
            approximateArrivalTimestamp: 1,
            subSequenceNumber: 0,
            action: 'record',
          },
        ],
        millisBehindLatest: 0,
      }),
    );
    if (message.action !== 'processRecords' || !message.records[0]) throw new Error('no record');
    return message.records[0];
  };

  it('gives its data as bytes, as text and as JSON', () => {
    expect(Buffer.from(record('{"ä":1}').data).toString()).toBe('{"ä":1}');
    expect(record('{"ä":1}').text()).toBe('{"ä":1}');
    expect(record('{"ä":1}').json<{ ä: number }>().ä).toBe(1);
    expect(() => record('no json').json()).toThrow(SyntaxError);
  });

  it('decodes its data once', () => {
    const once = record('abc');
    expect(once.data).toBe(once.data);
  });

  it('keeps its data when it is first read after the line is gone', () => {
    const line = Buffer.from(
      '{"action":"processRecords","records":[{"data":"aGk=","partitionKey":"k","sequenceNumber":"1",' +
        '"approximateArrivalTimestamp":1,"subSequenceNumber":0,"action":"record"}],"millisBehindLatest":0}',
    );
    let given = false;
    const message = decodeMessage(line, () => () => void (given = true));
    if (message.action !== 'processRecords') throw new Error('no records');
    message.release();
    expect(given).toBe(true);
    line.fill('x');
    expect(message.records[0]?.text()).toBe('hi');
  });
});

describe('any other line', () => {
  it.each([
    ['garbage', 'expected a line of JSON from the daemon, got "garbage"'],
    ['null', 'expected a JSON object from the daemon, got "null"'],
    ['[]', 'expected a JSON object'],
    ['{}', 'expected a message with an action'],
    ['{"action":1}', 'expected a message with an action'],
    ['{"action":"initialize","shardId":7}', 'expected a string as shardId'],
    ['{"action":"processRecords","records":{}}', 'expected a list of records'],
    ['{"action":"processRecords","records":[1]}', 'expected a record'],
  ])('%s is an error', (line, message) => {
    expect(() => decode(line)).toThrow(message);
  });

  it('is quoted in part when it is long', () => {
    expect(() => decode('x'.repeat(10_000))).toThrow('(10000 characters)');
  });
});

it('decodes ten records of 10 MiB that come in one line', () => {
  const size = 10 * 1024 * 1024;
  const data = Buffer.alloc(size, 'x').toString('base64');
  const records = Array.from({ length: 10 }, (_, index) => ({
    data,
    partitionKey: `key-${index}`,
    sequenceNumber: String(index),
    approximateArrivalTimestamp: 0,
    subSequenceNumber: 0,
    action: 'record',
  }));
  const line = Buffer.from(JSON.stringify({ action: 'processRecords', records, millisBehindLatest: 0 }));
  const message = decode(line);
  if (message.action !== 'processRecords') throw new Error(`expected records, got ${message.action}`);
  const found = message.records.map(
    ({ partitionKey, data }) => `${partitionKey} ${data.length} ${data.at(-1)}`,
  );
  expect(found).toEqual(records.map(({ partitionKey }) => `${partitionKey} ${size} ${'x'.charCodeAt(0)}`));
});

describe('what is sent', () => {
  it('is a line with the fields that the daemon knows, and no other', () => {
    expect(encodeMessage({ action: 'status', responseFor: 'a "new" one' })).toBe(
      '{"action":"status","responseFor":"a \\"new\\" one"}\n',
    );
    const request = { action: 'checkpoint', sequenceNumber: '1', subSequenceNumber: 2, more: 3 } as const;
    expect(encodeMessage(request)).toBe(
      '{"action":"checkpoint","sequenceNumber":"1","subSequenceNumber":2}\n',
    );
    expect(encodeMessage({ action: 'checkpoint' })).toBe('{"action":"checkpoint"}\n');
  });
});
