import { describe, expect, it } from 'vitest';
import { chooseHost, type Load } from '../../../src/worker/hosts/balance.js';

const host = (shards: number, bytesPerSecond = 0) => ({ shards, bytesPerSecond });

describe('the process that is to serve another shard', () => {
  it('is a new one as long as all have a shard and there may be more', () => {
    expect(chooseHost<Load>([], 2)).toBeUndefined();
    expect(chooseHost([host(1)], 2)).toBeUndefined();
  });

  it('is one that has no shard, before a new one', () => {
    const idle = host(0);
    expect(chooseHost([host(3), idle], 4)).toBe(idle);
  });

  it('is the one with the fewest shards, whatever they bring', () => {
    const few = host(2, 9_000_000);
    expect(chooseHost([host(3, 10), few], 2)).toBe(few);
  });

  it('is the one with the least to read, of several with as many', () => {
    const calm = host(2, 10);
    expect(chooseHost([host(2, 9_000_000), calm, host(2, 20)], 3)).toBe(calm);
  });
});
