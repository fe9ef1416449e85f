import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChildEvent, encodeChildEvent, type ChildEvent } from '../../src/processor/child-event.js';

const warning: ChildEvent = { type: 'warning', shardId: 'shardId-0', message: 'line 1\nline 2 Æ' };

describe('an event on stderr', () => {
  it('is one line, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const line = encodeChildEvent({ ...warning, message });
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(decodeChildEvent(line)).toEqual({ text: '', event: { ...warning, message } });
      }),
    );
  });

  it('is told from what the processor left unfinished before it', () => {
    expect(decodeChildEvent(`50 %${encodeChildEvent(warning)}`)).toEqual({ text: '50 %', event: warning });
  });

  it.each([
    'plain text',
    '',
    '\x1e',
    '\x1egarbage',
    '\x1e{"type":"unknown"}',
    '\x1e{"type":"toString"}',
    '\x1e{"type":"ended","shardId":"s"}',
    '\x1enull',
  ])('is nothing but text otherwise: %j', (line) => {
    expect(decodeChildEvent(line)).toEqual({ text: line });
  });
});
