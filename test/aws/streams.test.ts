import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SplitShardCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkStream } from '../../src/aws/check-stream.js';
import { kinesisClient } from '../../src/aws/clients.js';
import { listShards } from '../../src/aws/list-shards.js';
import { embeddedStack } from '../support/embedded-stack.js';

async function client(endpoint: string): Promise<KinesisClient> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const kinesis = await kinesisClient({ region: 'us-east-1', endpoint, credentials, attempts: 1 });
  onTestFinished(() => kinesis.destroy());
  return kinesis;
}

describe('the shards of a stream', () => {
  it('are listed with their parents, closed ones too', async () => {
    const kinesis = await client((await embeddedStack({ shards: 1 })).kinesisEndpoint);
    expect(await listShards(kinesis, 'words')).toEqual([
      { shardId: 'shardId-000000000000', parents: [], closed: false },
    ]);
    await kinesis.send(
      new SplitShardCommand({
        StreamName: 'words',
        ShardToSplit: 'shardId-000000000000',
        NewStartingHashKey: String(2n ** 127n),
      }),
    );
    await expect
      .poll(() => listShards(kinesis, 'words'), { timeout: 10_000 })
      .toEqual([
        { shardId: 'shardId-000000000000', parents: [], closed: true },
        { shardId: 'shardId-000000000001', parents: ['shardId-000000000000'], closed: false },
        { shardId: 'shardId-000000000002', parents: ['shardId-000000000000'], closed: false },
      ]);
  });
});

describe('a check of a stream', () => {
  it('tells its status and how many shards are open', async () => {
    const kinesis = await client((await embeddedStack({ shards: 3 })).kinesisEndpoint);
    expect(await checkStream(kinesis, 'words', 'us-east-1')).toEqual({ status: 'ACTIVE', openShards: 3 });
  });

  it('names similar streams if there is none of that name', async () => {
    const kinesis = await client((await embeddedStack({ shards: 1 })).kinesisEndpoint);
    await expect(checkStream(kinesis, 'wrods', 'us-east-1')).rejects.toMatchObject({
      code: 'STREAM_NOT_FOUND',
      message: "there is no stream 'wrods' in us-east-1",
      hint: expect.stringContaining("did you mean 'words'?") as string,
    });
    await expect(checkStream(kinesis, 'payments', 'us-east-1')).rejects.toMatchObject({
      hint: 'check --stream, --region and the AWS profile',
    });
  });

  it('takes any other answer for a yes: a missing permission, no answer at all', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(400, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{}');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const denied = await client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await checkStream(denied, 'words', 'us-east-1')).toBeUndefined();
    expect(await checkStream(await client('http://127.0.0.1:1'), 'words', 'us-east-1')).toBeUndefined();
  });
});
