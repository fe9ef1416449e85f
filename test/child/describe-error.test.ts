import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../src/child/describe-failure.js';
import { describeError } from '../../src/child/describe-error.js';

/** An error as kcl-ts's own code and node's would have called for it. */
function called<T extends Error>(error: T, line: number): T {
  error.stack = [
    `${error.name}: ${error.message}`,
    `    at handle (/app/processor.ts:${line}:1)`,
    `    at callMethod (${new URL('../../dist/library.cjs', import.meta.url).pathname}:1:1)`,
    '    at AsyncLocalStorage.run (node:async_hooks:346:14)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  ].join('\n');
  return error;
}

function told(thrown: unknown): string {
  const { error, details } = describeFailure(describeError(thrown));
  return [error, details].filter((part) => part !== '').join('\n');
}

describe('an error of a processor', () => {
  it('is told once, with the frames of the processor alone', () => {
    expect(told(called(new Error('no'), 7))).toBe('no\n    at handle (/app/processor.ts:7:1)');
    expect(told(called(new TypeError('no'), 7))).toBe('TypeError: no\n    at handle (/app/processor.ts:7:1)');
  });

  it('may have a message of several lines', () => {
    expect(told(called(new Error('one\ntwo'), 7))).toBe('one\ntwo\n    at handle (/app/processor.ts:7:1)');
  });

  it('is told with its causes, the errors that it sums up and its own fields', () => {
    const cause = called(new RangeError('deeper'), 8);
    const error = called(new AggregateError([called(new Error('first'), 9)], 'many', { cause }), 7);
    expect(told(Object.assign(error, { code: 'E_MANY' }))).toBe(
      [
        'AggregateError: many',
        '    at handle (/app/processor.ts:7:1) {',
        "  code: 'E_MANY',",
        '  [cause]: RangeError: deeper',
        '      at handle (/app/processor.ts:8:1),',
        '  [errors]: [',
        '    Error: first',
        '        at handle (/app/processor.ts:9:1)',
        '  ]',
        '}',
      ].join('\n'),
    );
  });

  it("is told without frames when all of them are node's", () => {
    let thrown: unknown;
    try {
      readFileSync('/nowhere/at/all');
    } catch (error) {
      thrown = error;
    }
    expect(told(thrown)).toMatch(/^ENOENT: no such file or directory, open '\/nowhere\/at\/all'\n/);
    expect(told(thrown)).not.toContain('node:');
  });

  it.each([
    ['text', 'string: text'],
    [undefined, 'undefined: undefined'],
    [{ a: 1 }, 'object: { a: 1 }'],
  ])('may be no Error at all, but %j', (thrown, text) => {
    expect(told(thrown)).toBe(text);
  });
});
