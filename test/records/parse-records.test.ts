import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_RECORD_BYTES } from '../../src/records/record.js';
import { parseRecords } from '../../src/records/parse-records.js';

async function parse(input: string | Uint8Array[]): Promise<Record<string, unknown>[]> {
  const found = [];
  for await (const { data, ...rest } of parseRecords(Readable.from([input].flat()), 'in.txt')) {
    found.push({ data: Buffer.from(data).toString(), ...rest });
  }
  return found;
}

describe('a file of records', () => {
  it('is one record a line, empty lines left out, with either line end', async () => {
    expect(await parse('one\n\ntwo\r\n\r\n three \nlast')).toEqual(
      ['one', 'two', ' three ', 'last'].map((data) => ({ data })),
    );
  });

  it('keeps every byte of a line, UTF-8 or not', async () => {
    const lines = fc.array(
      fc
        .uint8Array({ minLength: 1 })
        .map((bytes) => bytes.map((byte) => (byte === 10 || byte === 13 ? 0 : byte))),
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 9 }), async (expected, size) => {
        const whole = Buffer.concat(expected.flatMap((line) => [line, Buffer.from('\n')]));
        const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
          whole.subarray(index * size, (index + 1) * size),
        );
        const found: Buffer[] = [];
        for await (const { data } of parseRecords(Readable.from(chunks), 'in')) found.push(Buffer.from(data));
        expect(found).toEqual(expected.map((line) => Buffer.from(line)));
      }),
    );
  });

  it('may describe a record as JSON, with text, bytes or a JSON value as data', async () => {
    expect(
      await parse(
        [
          '{"data": "text", "partitionKey": "a"}',
          '{"data": {"n": 1}}',
          '{"base64": "aGk=", "partitionKey": "ü", "explicitHashKey": "340282366920938463463374607431768211455"}',
        ].join('\n'),
      ),
    ).toEqual([
      { data: 'text', partitionKey: 'a' },
      { data: '{"n":1}' },
      { data: 'hi', partitionKey: 'ü', explicitHashKey: '340282366920938463463374607431768211455' },
    ]);
  });

  it.each(['{"user": 1, "data": "x"}', '{"partitionKey": "a"}', '[1]', '{"data": ', '{}', 'null'])(
    'takes %s, which describes no record, as the data itself',
    async (line) => {
      expect(await parse(`${line}\n`)).toEqual([{ data: line }]);
    },
  );

  it.each([
    ['{"data": "x", "base64": "aGk="}', 'both'],
    ['{"base64": "a"}', 'expected base64'],
    ['{"base64": 1}', 'expected base64'],
    ['{"data": "x", "partitionKey": ""}', '"partitionKey" is ""'],
    ['{"data": "x", "partitionKey": 7}', '"partitionKey" is 7'],
    ['{"data": "x", "explicitHashKey": "-1"}', '"explicitHashKey" is "-1"'],
    ['{"data": "x", "explicitHashKey": "340282366920938463463374607431768211456"}', 'at most 3402823669'],
    [`{"base64": "=="}`, 'expected base64'],
  ])('refuses %s with the number of its line', async (line, message) => {
    const failure: unknown = await parse(`fine\n\n${line}\n`).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'RECORDS_INVALID',
      message: expect.stringMatching(/^line 3 of in\.txt is not a record: /) as string,
    });
    expect(failure).toMatchObject({ message: expect.stringContaining(message) as string });
  });

  describe('of the greatest size', () => {
    const most = 10 * 1024 * 1024;

    it('is as large as the library and the documentation say', async () => {
      expect(MAX_RECORD_BYTES).toBe(most);
      for (const file of ['docs/local.md', 'src/processor/record.ts']) {
        expect(await readFile(file, 'utf8'), file).toContain('10 MiB');
      }
    });

    it('takes text and base64 of 10 MiB, key included', async () => {
      const data = Buffer.alloc(most - 1, 'x');
      const lines = [
        data.toString() + 'y',
        JSON.stringify({ base64: data.toString('base64'), partitionKey: 'k' }),
      ];
      const sizes = (await parse(lines.join('\n'))).map(({ data: text }) => String(text).length);
      expect(sizes).toEqual([most, most - 1]);
    });

    it('shows of a value that is wrong only the beginning', async () => {
      const line = `{"base64": "${'!'.repeat(5_000_000)}"}`;
      const failure: unknown = await parse(line).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        message: `line 1 of in.txt is not a record: "base64" is "${'!'.repeat(59)}… (5000002 characters), expected base64`,
      });
    });

    it('refuses a byte more, and does not show it', async () => {
      const failure: unknown = await parse('x'.repeat(most + 1)).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        message:
          'line 1 of in.txt is not a record: it has 10485761 bytes with its partition key, expected at most 10485760',
      });
    });
  });
});
