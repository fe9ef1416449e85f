import { describe, expect, it } from 'vitest';
import { takenFromTheLiving, type LeasesSeen } from './owners.js';

const rules = { failoverMs: 3_000, stoppedAtMs: new Map<string, number>() };

type Seen = LeasesSeen['leases'][number];

/** A lease as it is each second. */
function seconds(...states: readonly Omit<Seen, 'shardId'>[]): LeasesSeen[] {
  return states.map((state, second) => ({ atMs: second * 1_000, leases: [{ shardId: '1', ...state }] }));
}

const renewed = [
  { owner: 'a', counter: 1 },
  { owner: 'a', counter: 2 },
];

describe('a lease', () => {
  it('that is taken from a worker which has just renewed it is one that was taken from the living', () => {
    expect(takenFromTheLiving(seconds(...renewed, { owner: 'b', counter: 3 }), rules)).toEqual([
      '1 went from a to b 1000 ms after it was renewed',
    ]);
    expect(takenFromTheLiving(seconds(...renewed, { owner: undefined, counter: 3 }), rules)).toHaveLength(1);
  });

  it('is none that has expired', () => {
    const still = Array.from({ length: 3 }, () => ({ owner: 'a', counter: 2 }));
    expect(takenFromTheLiving(seconds(...renewed, ...still, { owner: 'b', counter: 3 }), rules)).toEqual([]);
  });

  it('is none that its worker hands over, or gives back when it stops', () => {
    const going = { owner: 'b', handedOverBy: 'a', counter: 3 };
    expect(takenFromTheLiving(seconds(...renewed, going, { owner: 'b', counter: 4 }), rules)).toEqual([]);
    expect(takenFromTheLiving(seconds(...renewed, going, { owner: 'c', counter: 4 }), rules)).toHaveLength(1);
    const stopped = { ...rules, stoppedAtMs: new Map([['a', 1_500]]) };
    expect(takenFromTheLiving(seconds(...renewed, { owner: 'b', counter: 3 }), stopped)).toEqual([]);
  });
});
