import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createHandBack, type HandBack } from '../../../src/worker/sharing/hand-back.js';
import { startLeaseTables, type LeaseTables } from '../../support/lease-tables.js';
import { record } from '../support/events.js';
import { listen, refusingDynamodb, settingsOf, type Said } from '../support/sharing.js';

let tables: LeaseTables;

beforeAll(async () => {
  tables = await startLeaseTables('AppA', 'AppB', 'AppC', 'AppD', 'AppE');
}, 60_000);

afterAll(() => tables.stop());

function handBackOf(application: string, started: readonly string[]): Said & { readonly handBack: HandBack } {
  const said = listen();
  const handBack = createHandBack(settingsOf(application, tables.endpoint), {
    ...said,
    startedShards: () => new Set(started),
  });
  return { ...said, handBack };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(50);
}

describe('a worker that stops', () => {
  it('does not count as alive again, though its java reports once more', async () => {
    const { handBack } = handBackOf('AppA', ['1']);
    await tables.putReport('AppA', 'me');
    handBack.begin();
    await until(async () => !(await tables.hasReport('AppA', 'me')));
    await tables.putReport('AppA', 'me');
    await until(async () => !(await tables.hasReport('AppA', 'me')));
    await handBack.finish();
  });

  it('passes on what it was given while it stopped, and no lease whose processor has started', async () => {
    const { handBack, events } = handBackOf('AppB', ['old', 'started']);
    const told = record(events, 'handedBack');
    await tables.putReport('AppB', 'other');
    await tables.putLease('AppB', 'old', { leaseOwner: 'me' });
    handBack.begin();
    await until(async () => !(await tables.hasReport('AppB', 'me')));
    await sleep(100);
    await tables.putLease('AppB', 'started', { leaseOwner: 'me' });
    await tables.putLease('AppB', 'new', { leaseOwner: 'me' });
    await until(async () => (await tables.ownersOf('AppB', 'new')).leaseOwner === 'other');
    expect((await tables.ownersOf('AppB', 'started')).leaseOwner).toBe('me');
    expect((await tables.ownersOf('AppB', 'old')).leaseOwner).toBe('me');
    await handBack.finish();
    expect((await tables.ownersOf('AppB', 'started')).leaseOwner).toBe('other');
    expect((await tables.ownersOf('AppB', 'old')).leaseOwner).toBe('other');
    expect(told).toEqual([
      { type: 'handedBack', given: new Map([['new', 'other']]), freed: [] },
      expect.objectContaining({ given: new Map(['old', 'started'].map((shardId) => [shardId, 'other'])) }),
    ]);
  });

  it('waits for a lease that is being handed over to it before it passes that on', async () => {
    const { handBack } = handBackOf('AppC', []);
    await tables.putReport('AppC', 'other');
    await tables.putLease('AppC', 'coming', { leaseOwner: 'me', checkpointOwner: 'old' });
    handBack.begin();
    const finished = handBack.finish();
    await sleep(600);
    expect(await tables.ownersOf('AppC', 'coming')).toEqual({ leaseOwner: 'me', checkpointOwner: 'old' });
    await tables.putLease('AppC', 'coming', { leaseOwner: 'me' }, 8);
    await finished;
    expect(await tables.ownersOf('AppC', 'coming')).toEqual({
      leaseOwner: 'other',
      checkpointOwner: undefined,
    });
  });

  it('leaves the leases alone that another worker of the same name renews, and says so', async () => {
    const { handBack, lines } = handBackOf('AppD', ['mine']);
    await tables.putReport('AppD', 'other');
    for (const shardId of ['mine', 'its', 'unstarted'])
      await tables.putLease('AppD', shardId, { leaseOwner: 'me' });
    let counter = 7;
    const renewals = setInterval(
      () => void tables.putLease('AppD', 'its', { leaseOwner: 'me' }, ++counter),
      100,
    );
    onTestFinished(() => clearInterval(renewals));
    handBack.begin();
    await handBack.finish();
    expect((await tables.ownersOf('AppD', 'its')).leaseOwner).toBe('me');
    expect((await tables.ownersOf('AppD', 'mine')).leaseOwner).toBe('other');
    expect((await tables.ownersOf('AppD', 'unstarted')).leaseOwner).toBe('other');
    expect(lines).toContainEqual(expect.stringMatching(/^warn: another worker named me renews 1 lease/));
  });
});

describe('a permission that is missing', () => {
  it('is said once when a worker hands back, and nothing else happens', async () => {
    const { lines, ...said } = listen();
    const handBack = createHandBack(settingsOf('AppE', await refusingDynamodb()), {
      ...said,
      startedShards: () => new Set(),
    });
    handBack.begin();
    handBack.processorsEnded();
    await handBack.finish();
    expect(lines).toEqual([expect.stringMatching(/^warn: the leases cannot be handed back.*dynamodb:Scan/)]);
  });
});
