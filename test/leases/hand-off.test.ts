import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passLeases, releaseRoles, type LeavingLeases } from '../../src/leases/hand-off.js';
import { startLeaseTables, tablesOf, type LeaseTables } from '../support/lease-tables.js';

let tables: LeaseTables;

beforeAll(async () => {
  tables = await startLeaseTables('Nobody', 'Others', 'Some', 'Roles');
}, 60_000);

afterAll(() => tables.stop());

function leaving(application: string): LeavingLeases {
  return {
    dynamodb: tables.dynamodb,
    tables: tablesOf(application),
    workerId: 'me',
    before: undefined,
    pace: { failoverMs: 10_000, assignEveryMs: 20_000, reportEveryMs: 30_000 },
    most: Infinity,
  };
}

async function ownerOf(application: string, shardId: string): Promise<string | undefined> {
  return (await tables.ownersOf(application, shardId)).leaseOwner;
}

describe('the leases of a worker that leaves', () => {
  it('have no owner where no other worker lives', async () => {
    await tables.putLease('Nobody', '1', { leaseOwner: 'me' });
    await tables.putLease('Nobody', '2', { leaseOwner: 'me' });
    const { given, freed, failures } = await passLeases(leaving('Nobody'));
    expect([given.size, [...freed].sort(), failures]).toEqual([0, ['1', '2'], []]);
    expect(await ownerOf('Nobody', '1')).toBeUndefined();
  });

  it('go to the others in equal parts, and theirs stay where they are', async () => {
    await tables.putReport('Others', 'a');
    await tables.putReport('Others', 'b');
    await tables.putReport('Others', 'me');
    await tables.putLease('Others', '0', { leaseOwner: 'a' });
    for (const shardId of ['1', '2', '3']) await tables.putLease('Others', shardId, { leaseOwner: 'me' });
    const { given, freed } = await passLeases(leaving('Others'));
    expect([[...given.values()].sort(), freed]).toEqual([['a', 'b', 'b'], []]);
    for (const [shardId, heir] of given) expect(await ownerOf('Others', shardId)).toBe(heir);
    expect(await ownerOf('Others', '0')).toBe('a');
  });

  it('are only those that are meant, and none that another worker is still handing over', async () => {
    await tables.putReport('Some', 'a');
    await tables.putLease('Some', 'meant', { leaseOwner: 'me' });
    await tables.putLease('Some', 'not meant', { leaseOwner: 'me' });
    await tables.putLease('Some', 'coming', { leaseOwner: 'me', checkpointOwner: 'a' });
    const { given, incoming } = await passLeases({
      ...leaving('Some'),
      which: ({ shardId }) => shardId !== 'not meant',
    });
    expect([[...given.keys()], incoming]).toEqual([['meant'], ['coming']]);
    expect(await ownerOf('Some', 'not meant')).toBe('me');
    expect(await tables.ownersOf('Some', 'coming')).toEqual({ leaseOwner: 'me', checkpointOwner: 'a' });
  });
});

describe('what else bears the name of a worker that leaves', () => {
  it('is its report, which goes, and no leadership that it does not have', async () => {
    await tables.putReport('Roles', 'me');
    await tables.putReport('Roles', 'a');
    expect(await releaseRoles(leaving('Roles'))).toEqual({ report: true, leadership: false, failures: [] });
    expect(await tables.hasReport('Roles', 'me')).toBe(false);
    expect(await tables.hasReport('Roles', 'a')).toBe(true);
    expect(await releaseRoles(leaving('Roles'))).toEqual({ report: false, leadership: false, failures: [] });
  });
});
