import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyEdits, withoutOwner } from '../../../src/leases/edit/edit.js';
import { startLeaseTables, type LeaseTables } from '../../support/lease-tables.js';

let tables: LeaseTables;
beforeAll(async () => {
  tables = await startLeaseTables('Odd');
});
afterAll(() => tables.stop());

it('a lease without a counter is changed, too', async () => {
  const before = { leaseKey: { S: 'shard' }, checkpoint: { S: '1' }, leaseOwner: { S: 'gone' } };
  await tables.dynamodb.send(new PutItemCommand({ TableName: 'Odd', Item: before }));
  const edit = { shardId: 'shard', before, after: withoutOwner(before) };
  expect(await applyEdits(tables.dynamodb, 'Odd', [edit])).toEqual([]);
  expect(await tables.ownersOf('Odd', 'shard')).toMatchObject({ leaseOwner: undefined });
  // It has one now: it is no longer as it was seen.
  expect(await applyEdits(tables.dynamodb, 'Odd', [edit])).toEqual(['shard']);
});
