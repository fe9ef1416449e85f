import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { InvalidRecordError } from '../../src/processor/invalid-record-error.js';
import type { KinesisClientRecord } from '../../src/processor/record.js';
import { simulateShard } from '../../src/testing.js';

const schemas = {
  zod: z.object({ id: z.string(), items: z.array(z.object({ price: z.number() })) }),
  valibot: v.object({ id: v.string(), items: v.array(v.object({ price: v.number() })) }),
  arktype: type({ id: 'string', items: type({ price: 'number' }).array() }),
};

/** What `read` makes of a record with this data, or throws. */
async function read(data: string, reading: (record: KinesisClientRecord) => unknown): Promise<unknown> {
  let value: unknown;
  await simulateShard(
    { processRecords: ({ records }) => records.forEach((record) => (value = reading(record))) },
    { records: [data], shardId: 'shardId-000000000007' },
  );
  return value;
}

describe.each(Object.entries(schemas))('json with a schema of %s', (_, schema) => {
  it('gives the value with its type', async () => {
    const value = { id: 'a', items: [{ price: 1 }] };
    const seen = await read(JSON.stringify(value), (record) => {
      const order = record.json(schema);
      expectTypeOf(order).toEqualTypeOf<{ id: string; items: { price: number }[] }>();
      return order;
    });
    expect(seen).toEqual(value);
  });

  it('throws an error that names the shard, the record and what is wrong with it', async () => {
    const data = JSON.stringify({ id: 'a', items: [{ price: 'much' }] });
    const error: unknown = await read(data, (record) => record.json(schema)).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InvalidRecordError);
    expect(error).toMatchObject({
      name: 'InvalidRecordError',
      shardId: 'shardId-000000000007',
      sequenceNumber: expect.stringMatching(/^49\d+$/) as string,
      subSequenceNumber: 0,
      issues: [{ path: 'items.0.price' }],
      message: expect.stringMatching(
        /^record 49\d+ of shardId-000000000007 is not as expected: items\.0\.price: /,
      ) as string,
    });
  });

  it('throws one for data that is not JSON, too', async () => {
    const error: unknown = await read('{', (record) => record.json(schema)).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'InvalidRecordError', issues: [{ path: '' }] });
    expect((error as Error).cause).toBeInstanceOf(SyntaxError);
  });
});

describe('json with a schema', () => {
  it('gives what the schema makes of the value', async () => {
    const dated = z.object({ at: z.string().transform((text) => new Date(text)) });
    const seen = await read('{"at":"2026-01-01T00:00:00Z"}', (record) => record.json(dated).at.getTime());
    expect(seen).toBe(Date.UTC(2026, 0, 1));
  });

  it('refuses one that validates later', async () => {
    const later = z.string().refine(() => Promise.resolve(true));
    await expect(read('"a"', (record) => record.json(later))).rejects.toThrow(TypeError);
  });

  it('tells three issues in its message, and all of them in its list', async () => {
    const all = z.object({ a: z.string(), b: z.string(), c: z.string(), d: z.string(), e: z.string() });
    const error = await read('{}', (record) => record.json(all)).catch((e: unknown) => e);
    expect(error).toMatchObject({ message: expect.stringMatching(/; and 2 more$/) as string });
    expect((error as InvalidRecordError).issues).toHaveLength(5);
  });

  it('may do without one, and then the type is the one that you expect', async () => {
    expect(await read('{"a":1}', (record) => record.json<{ a: number }>().a)).toBe(1);
    await expect(read('{', (record) => record.json())).rejects.toThrow(SyntaxError);
  });
});
