import { describe, expect, it } from 'vitest';
import type { Lease } from '../../src/leases/list-leases.js';
import { liveWorkers, workersAtWork, type Sighting } from '../../src/leases/live-workers.js';

const wallClockMs = 1_800_000_000_000;
const nowSeconds = wallClockMs / 1000;
const pace = { failoverMs: 3_000, assignEveryMs: 6_000, reportEveryMs: 30_000 };

function lease(shardId: string, owner: string, counter: number, more: Partial<Lease> = {}): Lease {
  return { shardId, owner, counter, checkpoint: '4957', subSequenceNumber: 0, ...more };
}

function seen(atMs: number, ...leases: Lease[]): Sighting {
  return { atMs, leases };
}

function live(
  now: Sighting,
  before?: Sighting,
  reports: Record<string, number> = { a: nowSeconds, b: nowSeconds },
): string[] {
  return liveWorkers({ reports: new Map(Object.entries(reports)), before, now, wallClockMs, pace });
}

describe('the workers that live', () => {
  it('are those that reported within the last two periods', () => {
    const reports = { fresh: nowSeconds, late: nowSeconds - 60, gone: nowSeconds - 61 };
    expect(live(seen(0), undefined, reports)).toEqual(['fresh', 'late']);
  });

  it('are not those whose leases stood still for longer than a renewal takes', () => {
    const before = seen(0, lease('1', 'a', 5), lease('2', 'b', 5));
    expect(live(seen(1_500, lease('1', 'a', 6), lease('2', 'b', 5)), before)).toEqual(['a']);
  });

  it('are taken at their word while there was no time for a renewal', () => {
    const before = seen(0, lease('1', 'a', 5), lease('2', 'b', 5));
    expect(live(seen(1_499, lease('1', 'a', 6), lease('2', 'b', 5)), before)).toEqual(['a', 'b']);
  });

  it('renew at least one of their leases', () => {
    const before = seen(0, lease('1', 'a', 5), lease('2', 'a', 5), lease('3', 'a', 5));
    const now = seen(9_000, lease('1', 'a', 5), lease('2', 'a', 6), lease('3', 'a', 5));
    expect(live(now, before)).toContain('a');
  });

  it('may have no leases, or none for long', () => {
    const before = seen(0, lease('1', 'c', 5));
    expect(live(seen(9_000, lease('1', 'a', 6)), before)).toEqual(['a', 'b']);
  });

  it('need not renew the lease of a shard that has ended', () => {
    const ended = lease('1', 'a', 5, { checkpoint: 'SHARD_END' });
    expect(live(seen(9_000, ended), seen(0, ended))).toContain('a');
  });

  it('renew a lease as long as they hand it over', () => {
    const before = seen(0, lease('1', 'a', 5, { handedOverBy: 'b' }));
    expect(live(seen(9_000, lease('1', 'a', 6, { handedOverBy: 'b' })), before)).toEqual(['a', 'b']);
    expect(live(seen(9_000, lease('1', 'a', 5, { handedOverBy: 'b' })), before)).toEqual(['a']);
  });
});

describe('the workers at work', () => {
  it('are those that live, and those that renew without a report', () => {
    const before = seen(0, lease('1', 'c', 5), lease('2', 'd', 5));
    const signs = { before, now: seen(1_500, lease('1', 'c', 6), lease('2', 'd', 5)), wallClockMs, pace };
    expect(workersAtWork({ ...signs, reports: new Map([['b', nowSeconds]]) })).toEqual(['b', 'c']);
  });

  it('are not those that were only given a lease', () => {
    const before = seen(0, lease('1', 'a', 5));
    const now = seen(1_500, lease('1', 'dead', 6));
    expect(workersAtWork({ reports: new Map(), before, now, wallClockMs, pace })).toEqual([]);
  });
});
