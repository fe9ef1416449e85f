import { describe, expect, it } from 'vitest';
import { chooseShare, type ShareRequest } from '../../src/leases/choose-share.js';
import type { Lease } from '../../src/leases/list-leases.js';

const lease = (shardId: string, more: Partial<Lease> = {}): Lease => ({
  shardId,
  owner: undefined,
  checkpoint: 'TRIM_HORIZON',
  subSequenceNumber: 0,
  counter: 0,
  ...more,
});
const many = (count: number): Lease[] => Array.from({ length: count }, (_, index) => lease(`s${index}`));
const share = (request: Partial<ShareRequest>): string[] =>
  chooseShare({
    leases: [],
    workerId: 'me',
    starters: ['me'],
    living: [],
    most: Infinity,
    ...request,
  }).own.map(({ shardId }) => shardId);

describe("a starting worker's share of the free leases", () => {
  it('is all of them for a worker that is alone', () => {
    expect(share({ leases: many(3) })).toEqual(['s0', 's1', 's2']);
  });

  it('is another one for each of those that start together, and none more than one above another', () => {
    const starters = ['c', 'a', 'b'];
    const shares = starters.map((workerId) => share({ leases: many(8), workerId, starters }));
    expect(shares.flat().sort()).toEqual(many(8).map(({ shardId }) => shardId));
    expect(shares.map(({ length }) => length).sort()).toEqual([2, 3, 3]);
  });

  it('leaves to those that live what is theirs', () => {
    expect(share({ leases: many(9), living: ['x', 'y'] })).toHaveLength(3);
    expect(share({ leases: many(9), living: ['x', 'me'] })).toHaveLength(5);
    expect(share({ leases: many(9), starters: [] })).toHaveLength(9);
  });

  it('has nothing that a worker holds or is handed, and nothing that is read to its end', () => {
    const leases = [
      lease('held', { owner: 'x' }),
      lease('handed over', { owner: 'x', handedOverBy: 'y' }),
      lease('given up while handed over', { handedOverBy: 'y' }),
      lease('ended', { checkpoint: 'SHARD_END' }),
      lease('free'),
    ];
    expect(share({ leases })).toEqual(['free']);
  });

  it('has first what need not wait for its parents', () => {
    const leases = [
      lease('child', { parents: ['parent'] }),
      lease('grown up', { parents: ['read', 'gone'] }),
      lease('parent'),
      lease('read', { checkpoint: 'SHARD_END' }),
    ];
    expect(share({ leases })).toEqual(['grown up', 'parent', 'child']);
    expect(share({ leases, most: 2 })).toEqual(['grown up', 'parent']);
  });

  it('counts what the worker has already towards the most that it takes', () => {
    expect(share({ leases: [lease('mine', { owner: 'me' }), ...many(5)], most: 3 })).toHaveLength(2);
    expect(share({ leases: [lease('mine', { owner: 'me' }), ...many(5)], most: 1 })).toEqual([]);
  });
});
