import { beforeEach, describe, expect, it } from 'vitest';
import type { SampledRecord } from '../../src/child/event.js';
import { RecordSampler } from '../../src/child/record-sampler.js';
import type { KinesisClientRecord } from '../../src/processor/record.js';

let taken: SampledRecord[];
let now: number;
let sampler: RecordSampler;

beforeEach(() => {
  taken = [];
  now = 0;
  sampler = new RecordSampler(
    'shardId-000000000000',
    ({ records }) => taken.push(...records),
    () => now,
  );
});

function record(data: string | Uint8Array, at = 0): KinesisClientRecord {
  const bytes = Buffer.from(data);
  return {
    data: bytes,
    partitionKey: 'key',
    sequenceNumber: String(at),
    subSequenceNumber: 0,
    approximateArrivalTimestamp: new Date(at),
    text: () => bytes.toString(),
    json: () => undefined as never,
  };
}

const many = (count: number, size = 1): KinesisClientRecord[] =>
  Array.from({ length: count }, (_, at) => record('x'.repeat(size), at));

describe('RecordSampler', () => {
  it('takes the newest 20 of a batch, and no more until a second has passed', () => {
    sampler.take(many(50));
    sampler.take(many(50));
    expect(taken.map(({ sequenceNumber }) => Number(sequenceNumber))).toEqual(
      Array.from({ length: 20 }, (_, at) => 30 + at),
    );
    now = 1000;
    sampler.take(many(2));
    expect(taken.length).toBe(22);
  });

  it('shares 32 KB a second among large records', () => {
    sampler.take(many(50, 100_000));
    expect(taken.length).toBe(16);
    expect(taken.every(({ text, bytes }) => text?.length === 2048 && bytes === 100_000)).toBe(true);
  });

  it('gives text as text and other bytes in base64', () => {
    sampler.take([record('größer'), record(Uint8Array.of(0xff, 0xfe, 0x00)), record('')]);
    expect(taken).toMatchObject([
      { text: 'größer', bytes: 8 },
      { base64: '//4A', bytes: 3 },
      { text: '', bytes: 0 },
    ]);
  });

  it('takes a text for a text where the cut has split a character', () => {
    sampler.take([record('ü'.repeat(2000)), record(`x${'ü'.repeat(2000)}`)]);
    expect(taken.map(({ text }) => text)).toEqual(['ü'.repeat(1024), `x${'ü'.repeat(1023)}`]);
  });

  it('reports nothing of a batch without records', () => {
    let reports = 0;
    new RecordSampler('shardId-000000000000', () => reports++).take([]);
    expect(reports).toBe(0);
  });
});
