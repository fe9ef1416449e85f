import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutRecordCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { aggregated } from '../../support/aggregated.js';
import { kinesisAt } from '../../support/aws.js';
import { standIn } from '../../support/aws-stand-in.js';
import { embeddedStack } from '../../support/embedded-stack.js';
import { runCli, type CliResult } from '../../support/run-cli.js';
import { startCli } from '../../support/running-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { throttlingKinesis } from '../../support/throttling-kinesis.js';

const env = { AWS_ACCESS_KEY_ID: '', AWS_PROFILE: '', AWS_REGION: '', KCL_TS_STREAM: '' };

interface Printed {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly subSequenceNumber?: number;
  readonly partitionKey: string;
  readonly data?: string;
  readonly base64?: string;
}

async function put(endpoint: string, args: readonly string[], input?: string): Promise<CliResult> {
  return await runCli(['put', 'words', ...args, '--kinesis-endpoint', endpoint], {
    env,
    ...(input === undefined ? {} : { input }),
  });
}

async function tail(endpoint: string, ...args: string[]): Promise<Printed[]> {
  const { stdout, stderr, exitCode } = await runCli(
    ['tail', 'words', '--json', ...args, '--kinesis-endpoint', endpoint],
    { env },
  );
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  return stdout === '' ? [] : stdout.split('\n').map((line) => JSON.parse(line) as Printed);
}

describe('kcl-ts put and kcl-ts tail', () => {
  it('write the lines of a file and read them, while Kinesis refuses some', async () => {
    const stack = await embeddedStack({ shards: 3 });
    const kinesis = await throttlingKinesis(stack.kinesisEndpoint, (index) => index % 7 === 3);
    const users = Array.from({ length: 2_000 }, (_, id) => ({ id, user: { name: `u${id % 11}` } }));
    const file = join(await temporaryFolder(), 'users.jsonl');
    await writeFile(file, users.map((user) => `${JSON.stringify(user)}\n`).join(''));
    const done = await put(kinesis.endpoint, [file, '--key-field', 'user.name']);
    expect(done).toMatchObject({ stdout: '', exitCode: 0 });
    expect(kinesis.refusals).toBeGreaterThan(200);
    expect(done.stderr).toBe(`2000 records put into words, ${kinesis.refusals} refusals made up for`);
    const records = await tail(stack.kinesisEndpoint);
    const read = records.map(({ data }) => JSON.parse(data ?? '') as (typeof users)[number]);
    expect(read.sort((a, b) => a.id - b.id)).toEqual(users);
    expect(records.every(({ partitionKey, data }) => data?.includes(`"${partitionKey}"`))).toBe(true);
    expect(new Set(records.map(({ shardId }) => shardId)).size).toBe(3);
  });

  it('pass on what was read of one stream to another, byte for byte', async () => {
    const [from, to] = await Promise.all([embeddedStack({ shards: 1 }), embeddedStack({ shards: 1 })]);
    const client = kinesisAt(from.kinesisEndpoint);
    const datas = [
      Buffer.from('text Æ'),
      Buffer.from([0xff, 0x00, 0x0a]),
      Buffer.from('{"data":"x"}'),
      Buffer.from('a\nb'),
    ];
    for (const [index, Data] of datas.entries())
      await client.send(new PutRecordCommand({ StreamName: 'words', PartitionKey: `k${index}`, Data }));
    const first = await tail(from.kinesisEndpoint);
    await put(to.kinesisEndpoint, [], first.map((line) => JSON.stringify(line)).join('\n'));
    const told = (records: readonly Printed[]): unknown =>
      records.map(({ partitionKey, data, base64 }) => ({ partitionKey, data, base64 }));
    const second = await tail(to.kinesisEndpoint);
    expect(told(second)).toEqual(told(first));
    expect(second.map(({ base64 }) => base64)).toEqual([undefined, '/wAK', undefined, undefined]);
  });

  it('show the records of the Kinesis Producer Library one by one, and children after their parents', async () => {
    const stack = await embeddedStack({ shards: 1 });
    const client = kinesisAt(stack.kinesisEndpoint);
    const { partitionKey, data } = await aggregated([
      { partitionKey: 'a', data: 'one' },
      { partitionKey: 'b', data: 'two' },
    ]);
    await client.send(new PutRecordCommand({ StreamName: 'words', PartitionKey: partitionKey, Data: data }));
    await client.send(
      new SplitShardCommand({
        StreamName: 'words',
        ShardToSplit: 'shardId-000000000000',
        NewStartingHashKey: String(2n ** 127n),
      }),
    );
    // The stand-in takes a moment, as Kinesis does.
    await expect
      .poll(() => put(stack.kinesisEndpoint, ['--key', 'b'], 'three'))
      .toMatchObject({ exitCode: 0 });
    const records = await tail(stack.kinesisEndpoint);
    expect(records.map((record) => [record.partitionKey, record.data, record.subSequenceNumber])).toEqual([
      ['a', 'one', 0],
      ['b', 'two', 1],
      ['b', 'three', undefined],
    ]);
    expect(records[2]?.shardId).not.toBe('shardId-000000000000');
  });

  it('follow a stream as lines come, and end when they are asked to', async () => {
    const stack = await embeddedStack({ shards: 2 });
    const where = ['--kinesis-endpoint', stack.kinesisEndpoint];
    const reader = startCli(['tail', 'words', '--follow', '--from', 'trim-horizon', ...where], { env });
    const writer = startCli(['put', 'words', ...where], { env });
    writer.type('first\n');
    await reader.saw(/first/);
    writer.type('second \u001b]0;title\u0007\n');
    await reader.saw(/second \\x1b\]0;title\\x07/);
    reader.signal('SIGINT');
    writer.signal('SIGINT');
    expect(await reader.result).toMatchObject({ exitCode: 0 });
    const { exitCode, stderr } = await writer.result;
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: '2 records put into words' });
  });

  it('go on when Kinesis is too busy for one call after another', async () => {
    const stack = await embeddedStack({ shards: 1 });
    const aws = await standIn(stack);
    for (const operation of ['PutRecords', 'GetShardIterator', 'GetRecords']) {
      let calls = 0;
      aws.refuse(`kinesis:${operation}`, {
        name: 'ProvisionedThroughputExceededException',
        message: 'Rate exceeded for shard',
        // As often as the SDK itself tries a call, and once more.
        now: () => ++calls <= 4,
      });
    }
    const done = await put(aws.kinesisEndpoint, [], 'one\ntwo\n');
    expect(done).toMatchObject({ exitCode: 0, stderr: '2 records put into words, 2 refusals made up for' });
    expect((await tail(aws.kinesisEndpoint)).map(({ data }) => data)).toEqual(['one', 'two']);
  });

  it('say what they were given that will not do', async () => {
    const stack = await embeddedStack({ shards: 1 });
    const at = stack.kinesisEndpoint;
    const wrong = await put(at, ['--key-field', 'id'], '{"id":1}\n{"no":2}\n');
    expect(wrong.stderr).toContain("line 2 of standard input is not a record: its field 'id' is missing");
    expect(wrong.exitCode).toBe(2);
    const typo = await runCli(['tail', 'wrods', '--kinesis-endpoint', at], { env });
    expect(typo.stderr).toContain("there is no stream 'wrods'");
    expect(typo.stderr).toContain("did you mean 'words'?");
    const shard = await runCli(['tail', 'words', '--shard', 'x', '--kinesis-endpoint', at], { env });
    expect(shard.stderr).toContain("the stream words has no shard 'x'");
    const nothing = await runCli(['tail', 'words', '--from', 'latest', '--kinesis-endpoint', at], { env });
    expect(nothing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('add --follow') as string });
    const when = await runCli(['tail', 'words', '--from', 'noon', '--kinesis-endpoint', at], { env });
    expect(when.stderr).toContain('or how long ago, such as 15m');
  });

  it('give up on a stream that takes nothing, and say how much it took before', async () => {
    const stack = await embeddedStack({ shards: 1 });
    const kinesis = await throttlingKinesis(stack.kinesisEndpoint, (index) => index >= 500);
    const { putStream } = await import('../../../src/records/put-stream.js');
    const lines = Array.from({ length: 501 }, (_, index) => ({ data: Buffer.from(`${index}`) }));
    const put: number[] = [];
    await expect(
      putStream({
        kinesis: kinesisAt(kinesis.endpoint),
        stream: { name: 'words', arn: undefined },
        records: lines,
        nextKey: () => 'key',
        tries: 2,
        signal: new AbortController().signal,
        onPut: (count) => put.push(count),
      }),
    ).rejects.toMatchObject({
      code: 'AWS_REFUSED',
      message:
        'the stream words refused 1 record 2 times, the first with ProvisionedThroughputExceededException: Rate exceeded for shard',
    });
    expect(put).toEqual([500]);
  });
});
