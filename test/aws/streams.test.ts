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
    expect(await findStream(kinesis, 'words', 'us-east-1')).toEqual({ status: 'ACTIVE', openShards: 3 });
  });

  it('names a similar stream if there is none of that name', async () => {
    const kinesis = await client((await embeddedStack({ shards: 1 })).kinesisEndpoint);
    await expect(findStream(kinesis, 'wrods', 'us-east-1')).rejects.toMatchObject({
      code: 'STREAM_NOT_FOUND',
      message: "there is no stream 'wrods' in us-east-1",
      hint: "did you mean 'words'?",
    });
    await expect(findStream(kinesis, 'payments', 'us-east-1')).rejects.toMatchObject({
      hint: expect.stringContaining('check --stream and --region') as string,
    });
  });

  it('takes any other answer for a yes: a missing permission, no answer at all', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(400, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{}');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const denied = await client(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await findStream(denied, 'words', 'us-east-1')).toBeUndefined();
    expect(await findStream(await client('http://127.0.0.1:1'), 'words', 'us-east-1')).toBeUndefined();
  });
});
