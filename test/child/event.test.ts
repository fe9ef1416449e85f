import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChildEvent, encodeChildEvent, type ChildEvent } from '../../src/child/event.js';

const warning: ChildEvent = { type: 'warning', shardId: 'shardId-0', message: 'line 1\nline 2 Æ' };

describe('an event', () => {
  it('is one line, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const line = encodeChildEvent({ ...warning, message });
        expect(line).not.toContain('\n');
        expect(decodeChildEvent(line)).toEqual({ ...warning, message });
      }),
    );
  });

  it('that quotes a record of 10 MB is cut, and keeps the frames at the end of its stack', () => {
    const message = `cannot read ${'x'.repeat(10_000_000)}`;
    const stack = `Error: ${message}\n    at processor.ts:7:1`;
    const line = encodeChildEvent({
      type: 'failed',
      during: 'processRecords',
      name: 'Error',
      message,
      stack,
    });
    expect(line.length).toBeLessThan(100_000);
    expect(decodeChildEvent(line)).toMatchObject({
      message: expect.stringMatching(/^cannot read x+… \[\d+ characters left out\] …x+$/) as string,
      stack: expect.stringMatching(/^Error: cannot read x+.* …x+\n {4}at processor\.ts:7:1$/s) as string,
    });
  });

  it.each([
    'plain text',
    '',
    '{"type":"unknown"}',
    '{"type":"toString"}',
    '{"type":"__proto__"}',
    '{"type":"ended","shardId":"s"}',
    'null',
  ])('is nothing else: %j', (line) => {
    expect(decodeChildEvent(line)).toBeUndefined();
  });
});
