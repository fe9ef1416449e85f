import { describe, expect, it } from 'vitest';
import { dutyOf, rank } from '../../src/leases/ranking.js';

const names = Array.from({ length: 100 }, (_, index) => `worker-${index}`);
const F = 10_000;

describe('the order of the workers that watch', () => {
  it('is the same however they are listed, first those that hold leases', () => {
    const { all, owners } = rank(names.slice(0, 50), names);
    expect(rank(names.slice(0, 50).reverse(), [...names].reverse())).toEqual({ all, owners });
    expect(all.slice(0, 50)).toEqual(owners);
    expect([...owners].sort()).toEqual(names.slice(0, 50).sort());
    expect([...all].sort()).toEqual([...names].sort());
  });

  it('scatters those with similar names, which may run on one host', () => {
    expect(rank(names, []).all.slice(0, 5)).not.toEqual(names.slice(0, 5));
  });

  it('changes for nobody else when one goes', () => {
    const { all } = rank(names, []);
    const without = names.filter((name) => name !== all[7]);
    expect(rank(without, []).all).toEqual(all.filter((name) => name !== all[7]));
  });
});

describe('a worker', () => {
  const ranking = rank(names, []);
  const duties = ranking.all.map((worker) => dutyOf(worker, ranking, F));

  it('that is one of the first two looks at all leases, also when it is alone', () => {
    expect(duties.map(({ kind }) => kind)).toEqual(names.map((_, place) => (place < 2 ? 'deputy' : 'guard')));
    expect(dutyOf('me', rank([], ['me']), F)).toEqual({ kind: 'deputy' });
  });

  it('that comes later looks after the one before it, the less often the more there are before it', () => {
    expect(duties.slice(2, 7)).toEqual(
      [5_000, 20_000, 40_000, 60_000, 60_000].map((everyMs, index) => ({
        kind: 'guard',
        ward: ranking.all[index + 1],
        everyMs,
      })),
    );
  });

  it('that holds no lease looks after one that does, and all of these together look no more often for that', () => {
    const some = rank(names.slice(0, 10), names);
    const idle = some.all.slice(10).map((worker) => dutyOf(worker, some, F));
    const wards = idle.map((duty) => (duty.kind === 'guard' ? duty.ward : undefined));
    expect(new Set(wards)).toEqual(new Set(some.owners));
    expect(idle.every((duty) => duty.kind === 'guard' && duty.everyMs === 600_000)).toBe(true);
  });

  it('looks after nobody when no other one holds a lease', () => {
    const none = rank([], ['a', 'b', 'c']);
    expect(dutyOf(none.all[2] ?? '', none, F)).toMatchObject({ kind: 'guard', ward: undefined });
  });
});
