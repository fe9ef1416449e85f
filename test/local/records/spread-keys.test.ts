import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { predictShards } from '../../../src/local/seed-application.js';
import { spreadKeys } from '../../../src/local/records/spread-keys.js';

describe('partition keys that kcl-ts chooses', () => {
  it.each([1, 2, 5, 40])('go round %i shards, several to each', (count) => {
    const shards = predictShards(count);
    const next = spreadKeys(shards);
    const shardOf = (key: string): number => {
      const hash = BigInt(`0x${createHash('md5').update(key).digest('hex')}`);
      return shards.findIndex(({ endingHashKey }) => hash <= BigInt(endingHashKey));
    };
    const keys = Array.from({ length: count * 4 }, next);
    expect(keys.map(shardOf)).toEqual(Array.from(keys, (_, turn) => turn % count));
    expect(new Set(keys).size).toBe(count * 4);
    expect(next()).toBe(keys[0]);
  });
});
