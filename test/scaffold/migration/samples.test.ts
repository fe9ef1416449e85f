import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { full } from '../../reliability/lengths.js';
import { kinesisAt, leasesAt, putRecords, type TestRecord } from '../../support/aws.js';
import { embeddedStack } from '../../support/embedded-stack.js';
import { s3StandIn } from './support/s3-stand-in.js';
import { copySamples, endGroup, runMigrated, startBootstrap } from './support/sample-project.js';

/** A checkout of github.com/awslabs/amazon-kinesis-client-nodejs: aws-kcl's package in npm has no samples. */
const checkout = process.env['KCL_TS_AWS_KCL'] ?? '';

describe.skipIf(!full || checkout === '')('the samples of aws-kcl, as they are', () => {
  let root: string;

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'test kcl-ts ')));
    await copySamples(checkout, root);
  }, 300_000);

  afterAll(() => rm(root, { recursive: true, force: true }));

  it('logs the same records with the same checkpoints: the basic one', async () => {
    const stack = await stackWith('kclnodejssample', numbered(200, 20));
    const project = { root, folder: join(root, 'samples/basic_sample/consumer') };
    const logs = { ours: await logFolder(root, 'basic-ours'), theirs: await logFolder(root, 'basic-theirs') };

    await runMigrated(project, { stack, env: { NODE_LOG_DIR: logs.ours } });
    const ours = await recordsIn(logs.ours);
    expect(ours.flatMap(({ lines }) => lines)).toHaveLength(200);

    const bootstrap = await startBootstrap(project, { stack, env: { NODE_LOG_DIR: logs.theirs } }, 'Stock');
    await vi.waitFor(
      async () => {
        const done = (await recordsIn(logs.theirs)).flatMap(({ lines }) => lines);
        expect(done).toHaveLength(200);
        expect(await placesOf(stack, 'Stock')).toEqual(await placesOf(stack, 'kclnodejssample'));
      },
      { timeout: 180_000, interval: 500 },
    );
    endGroup(bootstrap);
    expect(ours).toEqual(await recordsIn(logs.theirs));
  }, 400_000);

  it('puts the same files to S3 with the same checkpoints: that of clicks', async () => {
    // of a megabyte, at which it puts a file, each shard gets several
    const stack = await stackWith('kclnodejsclickstreamsample', numbered(240, 20_000));
    const project = { root, folder: join(root, 'samples/click_stream_sample/consumer') };
    const [ours, theirs] = [await s3StandIn(), await s3StandIn()];

    await runMigrated(project, {
      stack,
      env: { ...ours.env, NODE_LOG_DIR: await logFolder(root, 'clicks-ours') },
    });
    expect(ours.objects.size).toBeGreaterThan(2);

    const env = { ...theirs.env, NODE_LOG_DIR: await logFolder(root, 'clicks-theirs') };
    const bootstrap = await startBootstrap(project, { stack, env }, 'Stock');
    await vi.waitFor(
      async () => {
        expect(theirs.objects.size).toBe(ours.objects.size);
        expect(await placesOf(stack, 'Stock')).toEqual(await placesOf(stack, 'kclnodejsclickstreamsample'));
      },
      { timeout: 180_000, interval: 500 },
    );
    endGroup(bootstrap);
    expect(sorted(theirs.objects)).toEqual(sorted(ours.objects));
  }, 400_000);
});

type Stack = Awaited<ReturnType<typeof embeddedStack>>;

async function stackWith(stream: string, records: readonly TestRecord[]): Promise<Stack> {
  const stack = await embeddedStack({ stream, shards: 2, application: [stream, 'Stock'], workerId: 'w' });
  const kinesis = kinesisAt(stack.kinesisEndpoint);
  // a call of PutRecords takes five megabytes
  for (let at = 0; at < records.length; at += 50) {
    await putRecords(kinesis, stream, records.slice(at, at + 50));
  }
  return stack;
}

function numbered(count: number, bytes: number): TestRecord[] {
  return Array.from({ length: count }, (_, at) => ({
    data: `record ${at} `.padEnd(bytes, 'x'),
    partitionKey: `key-${at}`,
  }));
}

async function logFolder(root: string, name: string): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  return folder;
}

/** The records that the basic sample logged, each line without its time and process, by shard. */
async function recordsIn(folder: string): Promise<{ shard: string; lines: string[] }[]> {
  const text = await readFile(join(folder, 'application.log'), 'utf8').catch(() => '');
  const shards = new Map<string, string[]>();
  for (const [, line = '', shard = ''] of text.matchAll(/ - (ShardID: (\S+), Record: .*)/g)) {
    shards.set(shard, [...(shards.get(shard) ?? []), line]);
  }
  return [...shards].sort().map(([shard, lines]) => ({ shard, lines }));
}

async function placesOf(stack: Stack, table: string): Promise<string[]> {
  const leases = await leasesAt(stack.dynamodbEndpoint, table);
  return leases.map(({ shardId, checkpoint }) => `${shardId} ${checkpoint}`);
}

function sorted(objects: ReadonlyMap<string, string>): [string, string][] {
  return [...objects].sort();
}
