import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SplitShardCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findStream } from '../../src/aws/find-stream.js';
import { kinesisClient } from '../../src/aws/clients.js';
import { listShards } from '../../src/aws/shards.js';
import { embeddedStack } from '../support/embedded-stack.js';

async function client(endpoint: string): Promise<KinesisClient> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const kinesis = await kinesisClient({ region: 'us-east-1', endpoint, credentials, attempts: 1 });
  onTestFinished(() => kinesis.destroy());
  return kinesis;
}

describe('the shards of a stream', () => {
  it('are listed closed ones too', async () => {
    const kinesis = await client((await embeddedStack({ shards: 1 })).kinesisEndpoint);
    expect(await listShards(kinesis, 'words')).toEqual([{ shardId: 'shardId-000000000000', closed: false }]);
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
        { shardId: 'shardId-000000000000', closed: true },
        { shardId: 'shardId-000000000001', closed: false },
        { shardId: 'shardId-000000000002', closed: false },
      ]);
  });
});

describe('a check of a stream', () => {
  it('tells its status and how many shards are open', async () => {
    const kinesis = await client((await embeddedStack({ shards: 3 })).kinesisEndpoint);
    expect(await findStream(kinesis, { stream: 'words', region: 'us-east-1' })).toEqual({
      status: 'ACTIVE',
      openShards: 3,
    });
  });

  it('names a similar stream if there is none of that name', async () => {
    const kinesis = await client((await embeddedStack({ shards: 1 })).kinesisEndpoint);
    await expect(findStream(kinesis, { stream: 'wrods', region: 'us-east-1' })).rejects.toMatchObject({
      code: 'STREAM_NOT_FOUND',
      message: "there is no stream 'wrods' in us-east-1",
      hint: "did you mean 'words'?",
    });
  });

  it('names the streams that there are if none comes close, and the endpoint that was asked', async () => {
    const { kinesisEndpoint: endpoint } = await embeddedStack({ shards: 1 });
    const kinesis = await client(endpoint);
    await expect(
      findStream(kinesis, { stream: 'payments', region: 'us-east-1', endpoint }),
    ).rejects.toMatchObject({
      message: `there is no stream 'payments' in us-east-1 at ${endpoint}`,
      hint: "there is 'words'; check --stream and --region, the endpoint, and that the credentials are those of the right account",
    });
  });

  it('does not tell without the permission, and says so when nobody answers', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(400, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{}');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const denied = await client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const question = { stream: 'words', region: 'us-east-1' };
    expect(await findStream(denied, question)).toBeUndefined();
    await expect(findStream(await client('http://127.0.0.1:1'), question)).rejects.toMatchObject({
      code: 'AWS_UNREACHABLE',
      message: 'cannot ask for the stream words: http://127.0.0.1:1 refused the connection',
    });
  });
});
