import { describe, expect, it } from 'vitest';
import type { Lease } from '../../src/leases/list-leases.js';
import { createStandstillWatch, type Standstill } from '../../src/leases/standstill.js';

const pace = { failoverMs: 3_000, assignEveryMs: 6_000, reportEveryMs: 30_000 };

function lease(shardId: string, owner: string, counter: number, more: Partial<Lease> = {}): Lease {
  return { shardId, owner, counter, checkpoint: '4957', subSequenceNumber: 0, ...more };
}

/** What is told after a look each second, of which each shows these leases. */
function watch(...looks: readonly (readonly Lease[])[]): Standstill {
  const look = createStandstillWatch(pace);
  const told = looks.map((leases, second) => look({ atMs: second * 1_000, leases }));
  const nothing = {
    owners: new Set<string>(),
    renewing: new Set<string>(),
    doubtful: new Set<string>(),
    lost: [],
    lostByReport: new Set<string>(),
  };
  return told.at(-1) ?? { ...nothing, nextLostMs: Infinity };
}

/** So many looks that all show the same. */
function times(count: number, ...leases: Lease[]): Lease[][] {
  return Array.from({ length: count }, () => leases);
}

const seenRenewing = [[lease('1', 'a', 4)], [lease('1', 'a', 5)]];

describe('a worker', () => {
  it('is neither lost nor known to live at first sight', () => {
    expect(watch([lease('1', 'a', 5)])).toMatchObject({
      owners: new Set(['a']),
      renewing: new Set(),
      lost: [],
    });
  });

  it('lives when it was seen to renew a lease within two thirds of failoverTimeMillis', () => {
    expect(watch(...seenRenewing, ...times(2, lease('1', 'a', 5))).renewing).toEqual(new Set(['a']));
    expect(watch(...seenRenewing, ...times(3, lease('1', 'a', 5))).renewing).toEqual(new Set());
  });

  it('is lost when a lease that it has renewed before stands still for longer than failoverTimeMillis', () => {
    expect(watch(...seenRenewing, ...times(3, lease('1', 'a', 5))).lost).toEqual([]);
    expect(watch(...seenRenewing, ...times(4, lease('1', 'a', 5))).lost).toEqual(['a']);
  });

  it('is not lost while it renews any of its leases', () => {
    const looks = [5, 6, 7, 8, 9, 10].map((counter) => [lease('1', 'a', 5), lease('2', 'a', counter)]);
    expect(watch(...looks).lost).toEqual([]);
  });

  it('that was only given a lease has the time to find it, on top of failoverTimeMillis', () => {
    // 3 s for its next look, 1 s for its renewal, 3 s until that is missed.
    expect(watch(...times(8, lease('1', 'new', 5))).lost).toEqual([]);
    expect(watch(...times(9, lease('1', 'new', 5))).lost).toEqual(['new']);
  });

  it('is not lost by a lease that was to go on to another worker before it had found it', () => {
    const going = lease('1', 'heir', 5, { handedOverBy: 'a' });
    expect(watch(...times(2, lease('1', 'a', 5)), ...times(20, going)).lost).toEqual([]);
    expect(watch(...seenRenewing, ...times(4, going)).lost).toEqual(['a']);
  });

  it('that was only given one is lost sooner when its report names the lease as one that it renews', () => {
    const look = createStandstillWatch(pace);
    const leases = [lease('1', 'a', 5), lease('2', 'a', 5)];
    const tellsAt = (seconds: number, renews: string): Pick<Standstill, 'lost' | 'lostByReport'> => {
      const { lost, lostByReport } = look({ atMs: seconds * 1_000, leases }, new Map([['a', renews]]));
      return { lost, lostByReport };
    };
    const none = { lost: [], lostByReport: new Set() };
    for (const seconds of [0, 2, 3]) expect(tellsAt(seconds, '2')).toEqual(none);
    expect(tellsAt(4, 'another')).toEqual(none);
    expect(tellsAt(5, '2')).toEqual({ lost: ['a'], lostByReport: new Set(['a']) });
  });

  it('shows by the leases that it renewed before that it is lost, whatever else it is given', () => {
    const given = lease('2', 'a', 5);
    expect(watch(...seenRenewing, ...times(3, lease('1', 'a', 5)), [lease('1', 'a', 5), given]).lost).toEqual(
      ['a'],
    );
  });

  it('has proved nothing for the worker that has its lease next', () => {
    expect(watch(...seenRenewing, ...times(7, lease('1', 'b', 6))).lost).toEqual([]);
  });

  it('is not lost by time in which nobody looked', () => {
    const look = createStandstillWatch(pace);
    for (const [atMs, counter] of [
      [0, 4],
      [1_000, 5],
      [2_000, 5],
    ] as const)
      look({ atMs, leases: [lease('1', 'a', counter)] });
    expect(look({ atMs: 5_001, leases: [lease('1', 'a', 5)] }).lost).toEqual([]);
    // It may have lost the lease meanwhile, and been given it again.
    for (const atMs of [7_000, 9_000, 11_500])
      expect(look({ atMs, leases: [lease('1', 'a', 5)] }).lost).toEqual([]);
    expect(look({ atMs: 12_500, leases: [lease('1', 'a', 5)] }).lost).toEqual(['a']);
  });

  it('is told when it would be lost if it renewed nothing more', () => {
    expect(watch(...seenRenewing, [lease('1', 'a', 5)]).nextLostMs).toBe(4_000);
    // 3 s for its next look, 1 s for its renewal, 3 s until that is missed.
    expect(watch([lease('1', 'a', 5)]).nextLostMs).toBe(7_000);
  });

  it('is in doubt when it could have renewed a lease since the look before', () => {
    expect(watch(...seenRenewing).doubtful).toEqual(new Set());
    expect(watch(...seenRenewing, [lease('1', 'a', 5)])).toMatchObject({
      renewing: new Set(['a']),
      doubtful: new Set(['a']),
    });
  });

  it('is judged by a shard that it still processes while its lease is handed over', () => {
    const handedOver = (counter: number): Lease => lease('1', 'new', counter, { handedOverBy: 'old' });
    expect(watch([handedOver(4)], ...times(5, handedOver(5))).lost).toEqual(['old']);
  });

  it('is not judged by leases that nobody has, or whose shard has ended', () => {
    const ended = lease('1', 'a', 5, { checkpoint: 'SHARD_END' });
    const free = lease('2', 'a', 5, { owner: undefined });
    expect(watch(...times(20, ended, free))).toMatchObject({
      owners: new Set(),
      renewing: new Set(),
      lost: [],
    });
  });
});
