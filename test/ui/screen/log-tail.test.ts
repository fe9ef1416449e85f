import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogTail } from '../../../src/ui/screen/log-tail.js';

function tailOf() {
  const stream = new PassThrough();
  const tail = createLogTail(stream);
  return { tail, written: () => String(stream.read() ?? '') };
}

describe('the tail of a log', () => {
  it('writes what it keeps until it is to hold it back', () => {
    const { tail, written } = tailOf();
    tail.stream.write('one\n');
    tail.hold();
    tail.stream.write('two\n');
    tail.stream.write('three\n');
    tail.letGo();
    tail.stream.write('four\n');
    expect(written()).toBe('one\nfour\n');
    expect(tail.last(3)).toEqual(['two', 'three', 'four']);
    expect(tail.last(0)).toEqual([]);
    expect(tail.keptBack(5)).toEqual({ lines: ['two', 'three'], isAll: true });
    expect(tail.keptBack(1)).toEqual({ lines: ['three'], isAll: false });
  });

  it('keeps each line of a stack, and nothing of a line that is drawn over', () => {
    const { tail } = tailOf();
    tail.stream.write('\rfetching 3 of 66');
    tail.stream.write('Error: no\n    at one\n    at two\n');
    expect(tail.last(10)).toEqual(['Error: no', '    at one', '    at two']);
  });

  it('makes text of what is added when it is looked at, once', () => {
    const { tail, written } = tailOf();
    let made = 0;
    for (const name of ['one', 'two']) {
      tail.add(() => {
        made++;
        return `${name}\n    at line ${name}`;
      }, 30);
    }
    expect(made).toBe(0);
    expect(tail.last(3)).toEqual(['    at line one', 'two', '    at line two']);
    expect(tail.last(2)).toEqual(['two', '    at line two']);
    expect(made).toBe(2);
    expect(tail.keptBack(2)).toEqual({ lines: ['two', '    at line two'], isAll: false });
    expect(written()).toBe('');
  });

  it('keeps a thousand entries, or a million characters of them', () => {
    const { tail } = tailOf();
    tail.hold();
    for (let line = 1; line <= 5_000; line++) tail.stream.write(`${line}\n`);
    expect(tail.last(5_000)).toHaveLength(1_000);
    expect(tail.last(5_000)[0]).toBe('4001');
    for (let line = 0; line < 30; line++) tail.stream.write(`${'x'.repeat(99_999)}\n`);
    expect(tail.last(5_000)).toHaveLength(10);
    tail.stream.write(`${'y'.repeat(3_000_000)}\n`);
    expect(tail.last(5_000)).toHaveLength(1);
  });
});
