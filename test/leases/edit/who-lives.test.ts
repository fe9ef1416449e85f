import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whoLives } from '../../../src/leases/edit/who-lives.js';
import { startLeaseTables, tablesOf, type LeaseTables } from '../../support/lease-tables.js';

const pace = { failoverMs: 1_000, assignEveryMs: 2_000, reportEveryMs: 30_000 };
const { signal } = new AbortController();

describe('who is at work', () => {
  let tables: LeaseTables;
  beforeAll(async () => {
    tables = await startLeaseTables('Late', 'Gone', 'Two', 'Free');
  });
  afterAll(() => tables.stop());

  /** Who is seen when something happens during each wait, which takes no time: told how long ago the watch began. */
  async function seen(
    application: string,
    happens: (afterMs: number) => Promise<unknown>,
  ): Promise<string[]> {
    let atMs = 0;
    return await whoLives(tables.dynamodb, tablesOf(application), pace, {
      signal,
      time: {
        now: () => atMs,
        async wait(ms) {
          atMs += ms;
          await happens(atMs);
        },
      },
    });
  }

  const renew = (application: string, worker: string, counter: number): Promise<void> =>
    tables.putLease(application, `shard of ${worker}`, { leaseOwner: worker }, counter);

  it('is also a worker whose renewal comes late', async () => {
    await renew('Late', 'late', 7);
    expect(await seen('Late', (ms) => renew('Late', 'late', ms < 900 ? 7 : 8))).toEqual(['late']);
  });

  it('is nobody whose lease stands still all the time', async () => {
    await renew('Gone', 'gone', 7);
    await tables.putReport('Gone', 'gone');
    let lastMs = 0;
    expect(await seen('Gone', (ms) => Promise.resolve((lastMs = ms)))).toEqual([]);
    expect(lastMs).toBe(pace.failoverMs);
  });

  it('is known as soon as all owners have renewed a lease', async () => {
    for (const worker of ['a', 'b']) await renew('Two', worker, 7);
    let lastMs = 0;
    const alive = await seen('Two', async (ms) => {
      lastMs = ms;
      await renew('Two', ms < 200 ? 'a' : 'b', 8);
    });
    expect({ alive, lastMs }).toEqual({ alive: ['a', 'b'], lastMs: 200 });
  });

  it('is told without a wait where no lease has an owner', async () => {
    await tables.putLease('Free', 'shard', {});
    await tables.putReport('Free', 'reports');
    expect(await seen('Free', () => Promise.reject(new Error('waited')))).toEqual(['reports']);
  });
});
