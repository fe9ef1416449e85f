import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ListShardsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { expect, it, vi } from 'vitest';
import { dynamodbAt, kinesisAt, putRecords, type TestRecord } from '../../../support/aws.js';
import { against, embeddedStack } from '../../../support/embedded-stack.js';
import { startCli } from '../../../support/running-cli.js';
import { scrape, type Scrape } from '../../../support/scrape.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('fixtures/fails-once.ts', import.meta.url));
const application = 'Measured';

function someRecords(count: number): TestRecord[] {
  return Array.from({ length: count }, (_, at) => ({ data: `record ${at} Æ`, partitionKey: `key ${at}` }));
}

function sizeOf(records: readonly TestRecord[]): number {
  return records.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0);
}

it('the metrics of a run equal what was put, and a shard that left has none: after a lost lease, a split and a restart', async () => {
  const folder = await temporaryFolder();
  const stack = await embeddedStack({ shards: 2, application, workerId: 'worker-1' });
  const kinesis = kinesisAt(stack.kinesisEndpoint);
  const dynamodb = dynamodbAt(stack.dynamodbEndpoint);
  const { env, flags } = against(stack);
  const worker = startCli(
    [
      ...['run', processor, '--stream', 'words', '--app', application, '--worker-id', 'worker-1', ...flags],
      ...['--metrics-port', '0', '--metrics-host', '127.0.0.1', '--restart', 'on-failure'],
    ],
    { cwd: folder, env: { ...env, FAILED: join(folder, 'failed') } },
  );
  await worker.saw(/metrics on port \d+/);
  const port = Number(/metrics on port (\d+)/.exec(worker.output())?.[1]);

  /** All that was seen of the totals, which never fall. */
  const seen: number[] = [];
  const until = (condition: (now: Scrape) => void): Promise<Scrape> =>
    vi.waitFor(
      async () => {
        const now = await scrape(port);
        seen.push(now.value('kcl_ts_records_total') ?? -1);
        condition(now);
        return now;
      },
      { timeout: 60_000, interval: 100 },
    );
  const put: TestRecord[] = [];
  const putAndRead = async (records: readonly TestRecord[]): Promise<Scrape> => {
    put.push(...records);
    await putRecords(kinesis, 'words', records);
    return until((now) => expect(now.value('kcl_ts_records_total')).toBe(put.length));
  };
  const shards = async (): Promise<{ shardId: string; isOpen: boolean }[]> => {
    const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: 'words' }));
    return Shards.map(({ ShardId = '', SequenceNumberRange }) => ({
      shardId: ShardId,
      isOpen: SequenceNumberRange?.EndingSequenceNumber === undefined,
    }));
  };
  const [first, second] = (await shards()).map(({ shardId }) => shardId) as [string, string];

  const read = await putAndRead(someRecords(500));
  const sum = (now: Scrape, name: string): number =>
    now.series(name).reduce((total, { value = 0 }) => total + value, 0);
  expect(read.value('kcl_ts_data_bytes_total')).toBe(sizeOf(put));
  expect(sum(read, 'kcl_ts_shard_records_total')).toBe(500);
  expect(sum(read, 'kcl_ts_shard_data_bytes_total')).toBe(sizeOf(put));
  expect(read.series('kcl_ts_batch_duration_seconds')[0]!.count).toBe(read.value('kcl_ts_batches_total'));
  expect(read.values('shard')).toEqual([first, second]);
  await until((now) => {
    expect(now.value('kcl_ts_checkpoints_total')).toBe(now.value('kcl_ts_batches_total'));
    expect(now.value('kcl_ts_shard_behind_latest_seconds', { shard: second })).toBe(0);
    expect(now.value('kcl_ts_shard_since_progress_seconds', { shard: second })).toBe(0);
  });

  // Somebody else holds the lease as long as it is renewed.
  const renew = (): Promise<unknown> =>
    dynamodb.send(
      new UpdateItemCommand({
        TableName: application,
        Key: { leaseKey: { S: second } },
        UpdateExpression: 'SET leaseOwner = :other ADD leaseCounter :one',
        ExpressionAttributeValues: { ':other': { S: 'other' }, ':one': { N: '1' } },
      }),
    );
  await renew();
  const renewing = setInterval(() => void renew(), 200);
  try {
    const lost = await until((now) => expect(now.values('shard')).toEqual([first]));
    expect(lost.value('kcl_ts_processor_ends_total', { reason: 'lease_lost' })).toBe(1);
    expect(lost.value('kcl_ts_leases_held')).toBe(1);
    expect(lost.value('kcl_ts_records_total')).toBe(500);
  } finally {
    clearInterval(renewing);
  }
  await until((now) => expect(now.values('shard')).toEqual([first, second]));

  const halfOfFirst = String(2n ** 126n);
  await kinesis.send(
    new SplitShardCommand({ StreamName: 'words', ShardToSplit: first, NewStartingHashKey: halfOfFirst }),
  );
  const open = (await shards()).filter(({ isOpen }) => isOpen).map(({ shardId }) => shardId);
  expect(open).toHaveLength(3);
  await until((now) => expect(now.values('shard')).toEqual(open.sort()));
  await putAndRead(someRecords(100));

  await putAndRead([{ data: 'bad', partitionKey: 'key' }]);
  const restarted = await until((now) => expect(now.values('shard')).toEqual(open));
  expect(restarted.value('kcl_ts_jvm_restarts_total')).toBe(1);
  expect(restarted.value('kcl_ts_jvm_up')).toBe(1);
  expect(restarted.value('kcl_ts_processor_ends_total', { reason: 'failed' })).toBe(1);
  expect(restarted.value('kcl_ts_data_bytes_total')).toBe(sizeOf(put));
  expect(seen).toEqual([...seen].sort((a, b) => a - b));

  worker.signal('SIGTERM');
  expect((await worker.result).exitCode).toBe(0);
}, 120_000);
