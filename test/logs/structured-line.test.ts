import { describe, expect, it } from 'vitest';
import { processorEvent } from '../../src/logs/processor-event.js';

const printedAt = new Date('2026-11-26T10:00:00.000Z');
const shardId = 'shardId-000000000001';

function eventOf(line: unknown): ReturnType<typeof processorEvent> {
  const text = typeof line === 'string' ? line : JSON.stringify(line);
  return processorEvent({ line: text, timestamp: printedAt, shardId });
}

describe('a line that a processor printed with', () => {
  it('pino keeps its level, time, message, error and fields', () => {
    const err = { type: 'TypeError', message: 'no', stack: 'TypeError: no\n    at x.ts:1:1', code: 'E_NO' };
    const time = printedAt.getTime() - 250;
    expect(eventOf({ level: 50, time, pid: 7, hostname: 'h', orderId: 1, err, msg: 'not stored' })).toEqual({
      time: new Date(time),
      level: 'error',
      source: 'processor',
      shard: shardId,
      message: 'not stored',
      error: { name: 'TypeError', message: 'no', stack: err.stack },
      fields: { pid: 7, hostname: 'h', orderId: 1, err: { code: 'E_NO' } },
    });
  });

  it('winston keeps its level, time, message, stack and fields', () => {
    const timestamp = '2026-11-26T09:59:59.000Z';
    const line = { level: 'warn', message: 'late', stack: 'Error: late\n    at y', timestamp, service: 's' };
    expect(eventOf(line)).toEqual({
      time: new Date(timestamp),
      level: 'warn',
      source: 'processor',
      shard: shardId,
      message: 'late',
      error: { stack: line.stack },
      fields: { service: 's' },
    });
  });

  it.each([
    [10, 'trace'],
    [20, 'debug'],
    [30, 'info'],
    [35, 'info'],
    [40, 'warn'],
    [60, 'error'],
    [-1, 'trace'],
    [1e300, 'error'],
    ['WARNING', 'warn'],
    ['http', 'debug'],
    ['silly', 'trace'],
    ['fatal', 'error'],
  ])('the level %j counts as %s', (level, counts) => {
    expect(eventOf({ level, msg: 'x' }).level).toBe(counts);
  });

  it.each([
    ['no level', { msg: 'x' }],
    ['a level that there is not', { level: 'constructor', msg: 'x' }],
    ['no message', { level: 30, orderId: 1 }],
    ['a message that is no text', { level: 30, msg: { text: 'x' } }],
    ['more than an object', '{"level":30,"msg":"x"} and text'],
    ['a list', '[{"level":30,"msg":"x"}]'],
    ['half of an object', '{"level":30,"msg":"x"'],
    [
      'a nesting that nobody could write out',
      `{"level":30,"msg":"x","a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
    ],
  ])('%s is text', (_, line) => {
    const text = typeof line === 'string' ? line : JSON.stringify(line);
    expect(eventOf(text)).toEqual({
      ...{ time: printedAt, level: 'info', source: 'processor', shard: shardId },
      message: text,
    });
  });
});

describe('a record that looks like a line of a logger', () => {
  it('sets its level and its message at most: a shard, a source and a worker are fields', () => {
    const line = {
      level: 30,
      msg: 'x',
      shard: 's',
      shards: ['s'],
      source: 'kcl-ts',
      worker: 'w',
      logger: 'a',
    };
    const { fields, ...event } = eventOf(line);
    expect(event).toEqual({
      ...{ time: printedAt, level: 'info', source: 'processor', shard: shardId },
      message: 'x',
    });
    expect(fields).toEqual({ shard: 's', shards: ['s'], source: 'kcl-ts', worker: 'w', logger: 'a' });
  });

  it.each([
    ['a minute too old', printedAt.getTime() - 60_001],
    ['a little too new', printedAt.getTime() + 1_001],
    ['no time at all', 'yesterday'],
    ['of another age', '0001-01-01T00:00:00.000Z'],
    ['too much for a date', 1e300],
  ])('has the time at which it was printed if its own is %s, and keeps that as a field', (_, time) => {
    const { fields, ...event } = eventOf({ level: 30, msg: 'x', time });
    expect(event.time).toEqual(printedAt);
    expect(fields).toEqual({ time });
  });

  it('changes no other object', () => {
    const { fields } = eventOf('{"level":30,"msg":"x","__proto__":{"shard":"s"},"constructor":1}');
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect(({} as { shard?: string }).shard).toBeUndefined();
  });
});
