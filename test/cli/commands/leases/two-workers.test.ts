import { expect, it } from 'vitest';
import { dealLeases } from '../../../reliability/ledger/lease-table.js';
import { full } from '../../../reliability/lengths.js';
import { kinesisAt, putRecords, type TestRecord } from '../../../support/aws.js';
import type { Delivered } from '../../../support/delivered.js';
import { shards, startApplication, type Printed } from './two-workers/start-application.js';

const [first = '', second = '', third = ''] = shards;
/** Java, and two workers that start beside other tests. */
const patience = { timeout: 60_000, interval: 200 };
const quietly = ['--yes', '--no-dump'];

it('leases are shown while two workers read, are not changed then, and afterwards say exactly where the next one begins', async () => {
  const app = await startApplication();
  const kinesis = kinesisAt(app.kinesisEndpoint);
  const lastOf = async (shardId: string): Promise<string> =>
    (await app.delivered('all')).get(shardId)?.at(-1)?.sequenceNumber ?? '';
  const deliveredAndSaved = async (count: number): Promise<void> => {
    await expect
      .poll(
        async () => new Set([...(await app.delivered('all')).values()].flat().map(({ data }) => data)).size,
        patience,
      )
      .toBe(count);
    const last = await Promise.all(shards.map(lastOf));
    await expect
      .poll(async () => (await app.rows()).map(({ checkpoint }) => checkpoint), patience)
      .toEqual(last);
  };
  await putRecords(kinesis, 'words', numbered('early', 40));
  const a = app.start('a', 'all');
  const b = app.start('b', 'all');

  await deliveredAndSaved(40);
  expect((await app.rows()).map(({ owner }) => owner)).toEqual(['a', 'b', 'a', 'b']);
  const shown = await app.leases();
  expect(shown.stdout).toMatch(new RegExp(`^${first} +a +\\S+ +${await lastOf(first)}$`, 'm'));
  expect(shown.stdout).toMatch(new RegExp(`^${second} +b +\\S+ +${await lastOf(second)}$`, 'm'));
  const watch = app.watch();
  await watch.saw(new RegExp(`${first} +a +\\S+ +${await lastOf(first)}\n`));
  await putRecords(kinesis, 'words', numbered('late', 40));
  await deliveredAndSaved(80);
  await watch.saw(new RegExp(`${first} +a +\\S+ +${await lastOf(first)}\n`));
  watch.signal('SIGINT');
  expect(await watch.result).toMatchObject({ exitCode: 0 });

  const before = await app.rows();
  const refused = await app.leases('reset', '--to', 'trim-horizon', '--yes');
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toContain('2 workers of Two are at work: a, b');
  await a.stop();
  const again = await app.leases('release', '--yes');
  expect(again).toMatchObject({ exitCode: 2 });
  expect(again.stderr).toContain('1 worker of Two is at work: b');
  expect((await app.rows()).map(({ checkpoint }) => checkpoint)).toEqual(
    before.map(({ checkpoint }) => checkpoint),
  );
  if (full) await b.lose();
  else {
    await b.stop();
    await dealLeases(app.dynamodb, 'Two', ['gone']);
  }
  // Nobody is left to be watched for so long.
  const released = await app.leases('release', ...quietly, ...(full ? [] : ['--failover-time', '1s']));
  expect(released.stderr).toMatch(/\d leases? released/);
  expect((await app.rows()).map(({ owner, checkpoint }) => [owner, checkpoint])).toEqual(
    before.map(({ checkpoint }) => [null, checkpoint]),
  );

  const stream = await app.inStream();
  const of = (shardId: string): Printed[] => stream.filter((record) => record.shardId === shardId);
  const half = Math.floor(of(first).length / 2);
  const late = of(second).find(({ data }) => data.startsWith('late'));
  const at = late?.arrivedAt ?? '';
  await app.leases('reset', '--to', of(first)[half]?.sequenceNumber ?? '', '--shard', first, ...quietly);
  await app.leases('reset', '--to', at, '--shard', second, ...quietly);
  await app.leases('reset', '--to', 'trim-horizon', '--shard', third, ...quietly);
  await app.leases('reset', '--to', 'latest', '--yes', '--dump', 'kept.json');
  expect((await app.rows()).map(({ checkpoint }) => checkpoint)).toEqual(shards.map(() => 'LATEST'));
  await app.leases('restore', 'kept.json', ...quietly);
  expect(await app.readOn('parts')).toEqual({
    [first]: dataOf(of(first).slice(half)),
    [second]: dataOf(of(second).filter(({ arrivedAt }) => arrivedAt >= at)),
    [third]: dataOf(of(third)),
  });
  if (!full) return;

  const since = (time: string): Record<string, string[]> =>
    Object.fromEntries(shards.map((id) => [id, dataOf(of(id).filter(({ arrivedAt }) => arrivedAt >= time))]));
  await app.leases('reset', '--to', at, ...quietly);
  expect(await app.readOn('since')).toEqual(since(at));
  await app.leases('reset', '--to', 'trim-horizon', ...quietly);
  expect(await app.readOn('whole')).toEqual(since(''));
}, 300_000);

function numbered(name: string, count: number): TestRecord[] {
  return Array.from({ length: count }, (_, at) => ({ data: `${name} ${at}`, partitionKey: `key ${at}` }));
}

function dataOf(records: readonly Delivered[]): string[] {
  return records.map(({ data }) => data);
}
