import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  startLocalStack,
  type LocalStack,
  type LocalStackOptions,
} from '../../src/local/start-local-stack.js';
import { predictShards } from '../../src/local/seed-application.js';
import { silentReporter } from '../../src/ui/reporter.js';
import { kinesisAt, leasesAt } from '../support/aws.js';
import { temporaryFolder } from '../support/temporary-folder.js';

async function start(overrides: Partial<LocalStackOptions> = {}): Promise<LocalStack> {
  const stack = await startLocalStack({
    stream: 'words',
    shards: 2,
    region: 'us-east-1',
    application: 'App',
    workerId: 'me',
    from: 'TRIM_HORIZON',
    records: undefined,
    node: process.execPath,
    context: { cwd: process.cwd(), signal: new AbortController().signal, reporter: silentReporter },
    ...overrides,
  });
  onTestFinished(() => stack.stop());
  return stack;
}

describe('the embedded stack of a run', () => {
  it('has leases for its worker, a sample in every shard, and what java needs to find it', async () => {
    const stack = await start();
    expect(await stack.ready).toBeGreaterThan(10);
    expect((await leasesAt(stack.dynamodbEndpoint, 'App')).map(({ owner }) => owner)).toEqual(['me', 'me']);
    const shards = await recordsByShard(kinesisAt(stack.kinesisEndpoint), 2);
    for (const records of shards) expect(records.length).toBeGreaterThan(5);
    expect(Object.fromEntries(stack.properties)).toEqual({
      regionName: 'us-east-1',
      kinesisEndpoint: stack.kinesisEndpoint,
      dynamoDBEndpoint: stack.dynamodbEndpoint,
    });
    expect(stack.env).toMatchObject({ AWS_ACCESS_KEY_ID: 'local', AWS_PROFILE: undefined });
  });

  it('holds the records of a file, each once, in order within a shard', async () => {
    const folder = await temporaryFolder();
    const lines = Array.from({ length: 1_201 }, (_, index) => `line ${index}`);
    await writeFile(join(folder, 'in.txt'), lines.join('\n'));
    const stack = await start({ records: 'in.txt', context: contextIn(folder) });
    expect(await stack.ready).toBe(lines.length);
    const shards = await recordsByShard(kinesisAt(stack.kinesisEndpoint), 2);
    expect(shards).toEqual([0, 1].map((shard) => lines.filter((_, index) => index % 2 === shard)));
  });

  it('takes more records while it runs', async () => {
    const stack = await start({ shards: 1 });
    const sample = await stack.ready;
    expect(await stack.put([{ data: Buffer.from('more') }])).toBe(1);
    const [records = []] = await recordsByShard(kinesisAt(stack.kinesisEndpoint), 1);
    expect(records).toHaveLength(sample + 1);
    expect(records.at(-1)).toBe('more');
  });

  it('holds records greater than a stream takes at first', async () => {
    const folder = await temporaryFolder();
    const big = 'x'.repeat(1_100_000);
    await writeFile(join(folder, 'in.txt'), `small\n${big}\n`);
    const stack = await start({ shards: 1, records: 'in.txt', context: contextIn(folder) });
    expect(await stack.ready).toBe(2);
    const [records = []] = await recordsByShard(kinesisAt(stack.kinesisEndpoint), 1);
    expect(records.map(({ length }) => length)).toEqual([5, big.length]);
  });

  it.each([
    ['missing.txt', 'it does not exist'],
    ['.', 'it is a folder'],
  ])('does not start for records in %s', async (records, why) => {
    const folder = await temporaryFolder();
    await expect(start({ records, context: contextIn(folder) })).rejects.toMatchObject({
      code: 'RECORDS_INVALID',
      message: `cannot read the records of ${records}: ${why}`,
    });
  });

  it('says which line of the records is wrong', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'in.jsonl'), '{"data": "a"}\n{"data": "b", "partitionKey": 1}\n');
    const stack = await start({ records: 'in.jsonl', context: contextIn(folder) });
    await expect(stack.ready).rejects.toMatchObject({
      code: 'RECORDS_INVALID',
      message: expect.stringContaining('line 2 of in.jsonl') as string,
    });
  });
});

function contextIn(cwd: string): LocalStackOptions['context'] {
  return { cwd, signal: new AbortController().signal, reporter: silentReporter };
}

async function recordsByShard(kinesis: KinesisClient, count: number): Promise<string[][]> {
  return Promise.all(
    predictShards(count).map(async ({ shardId }) => {
      let { ShardIterator } = await kinesis.send(
        new GetShardIteratorCommand({
          StreamName: 'words',
          ShardId: shardId,
          ShardIteratorType: 'TRIM_HORIZON',
        }),
      );
      const found: string[] = [];
      for (;;) {
        const { Records = [], NextShardIterator } = await kinesis.send(
          new GetRecordsCommand({ ShardIterator }),
        );
        if (Records.length === 0) return found;
        found.push(...Records.map(({ Data }) => Buffer.from(Data ?? []).toString()));
        ShardIterator = NextShardIterator;
      }
    }),
  );
}
