import { describe, expect, it } from 'vitest';
import { defaultShards, localChoice, parseShards } from '../../../src/cli/flags/local.js';

describe('the flags of a run on this machine', () => {
  it('choose the embedded servers, a few shards and the sample, unless more is said', () => {
    expect(localChoice({})).toBeUndefined();
    expect(localChoice({ local: true })).toEqual({
      shards: defaultShards,
      records: undefined,
      quickDispatch: true,
    });
    expect(localChoice({ local: true, shards: 4, records: '-' })).toMatchObject({
      shards: 4,
      records: '-',
    });
  });

  it.each([
    [{ shards: 4 }, '--shards was given without --local'],
    [{ records: 'in.txt' }, '--records was given without --local'],
  ])('make no sense without --local: %j', (options, message) => {
    expect(() => localChoice(options)).toThrow(message);
  });

  it('take a whole number of shards', () => {
    expect(parseShards('500')).toBe(500);
    for (const wrong of ['0', '501', '1.5', '-1', 'two', '', '1e2']) {
      expect(() => parseShards(wrong)).toThrow('Expected a whole number from 1 to 500.');
    }
  });
});
