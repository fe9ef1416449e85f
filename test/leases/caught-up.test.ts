import { describe, expect, it } from 'vitest';
import type { Lease } from '../../src/leases/list-leases.js';
import { createRenewalWatch, isCaughtUp, type CaughtUpState } from '../../src/leases/caught-up.js';

function open(shardId: string): CaughtUpState['shards'][number] {
  return { shardId, closed: false };
}

function closed(shardId: string): CaughtUpState['shards'][number] {
  return { shardId, closed: true };
}

function lease(shardId: string, fields: Partial<Lease> = {}): Lease {
  return { shardId, owner: 'me', checkpoint: 'TRIM_HORIZON', subSequenceNumber: 0, counter: 1, ...fields };
}

function isDone(state: Partial<CaughtUpState>): boolean {
  return isCaughtUp({ shards: [], leases: [], caughtUp: new Set(), elsewhere: new Set(), ...state });
}

const ended = { checkpoint: 'SHARD_END' };

describe('isCaughtUp', () => {
  it.each<[string, boolean, Partial<CaughtUpState>]>([
    [
      'an open shard that has caught up',
      true,
      { shards: [open('a')], leases: [lease('a')], caughtUp: new Set('a') },
    ],
    ['an open shard that has not', false, { shards: [open('a')], leases: [lease('a')] }],
    ['an open shard without a lease', false, { shards: [open('a')] }],
    [
      'one of two shards',
      false,
      { shards: [open('a'), open('b')], leases: [lease('a'), lease('b')], caughtUp: new Set('a') },
    ],
    [
      'a shard that another worker reads',
      true,
      { shards: [open('a')], leases: [lease('a', { owner: 'other' })], elsewhere: new Set('a') },
    ],
    ['a lease whose owner is gone', false, { shards: [open('a')], leases: [lease('a', { owner: 'gone' })] }],
    [
      'a closed shard read to its end, with a child',
      true,
      {
        shards: [closed('a'), open('b')],
        leases: [lease('a', ended), lease('b')],
        caughtUp: new Set('b'),
      },
    ],
    [
      'a closed shard that only seems to have caught up',
      false,
      {
        shards: [closed('a'), open('b')],
        leases: [lease('a')],
        caughtUp: new Set('a'),
      },
    ],
    [
      'an ended shard whose child has no lease yet',
      false,
      { shards: [closed('a'), open('b')], leases: [lease('a', ended)] },
    ],
    [
      'a closed shard whose lease was cleaned up',
      true,
      {
        shards: [closed('a'), open('b')],
        leases: [lease('b')],
        caughtUp: new Set('b'),
      },
    ],
  ])('judges %s: %s', (_, expected, state) => {
    expect(isDone(state)).toBe(expected);
  });
});

describe('createRenewalWatch', () => {
  it('tells the leases of others once they have been renewed', () => {
    const renewed = createRenewalWatch('me');
    const others = (counter: number): Lease[] => [
      lease('a', { owner: 'x', counter }),
      lease('b', { counter }),
    ];
    expect(renewed(others(1))).toEqual(new Set());
    expect(renewed(others(1))).toEqual(new Set());
    expect(renewed(others(2))).toEqual(new Set('a'));
  });

  it('begins anew when the owner changes', () => {
    const renewed = createRenewalWatch('me');
    renewed([lease('a', { owner: 'x', counter: 1 })]);
    expect(renewed([lease('a', { owner: 'y', counter: 2 })])).toEqual(new Set());
    expect(renewed([lease('a', { owner: 'y', counter: 3 })])).toEqual(new Set('a'));
  });
});
