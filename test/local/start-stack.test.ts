import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KclTsError } from '../../src/errors.js';
import { createTable } from '../../src/kcl/create-table.js';
import { startStack, type StackOptions } from '../../src/local/start-stack.js';
import { embeddedStack } from '../support/embedded-stack.js';
import { kinesisAt } from '../support/aws.js';

const options: StackOptions = {
  node: process.execPath,
  region: 'us-east-1',
};

describe('the embedded servers', () => {
  it('serve streams that are there when they are ready', async () => {
    const stack = await startStack({
      ...options,
      streams: [
        { name: 'first', shards: 1 },
        { name: 'second.stream', shards: 3 },
      ],
    });
    onTestFinished(() => stack.stop());
    await stack.ready;
    const kinesis = kinesisAt(stack.kinesisEndpoint);
    const summary = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: 'second.stream' }));
    expect(summary.StreamDescriptionSummary).toMatchObject({ OpenShardCount: 3, StreamStatus: 'ACTIVE' });
  });

  it('hold the connections of who comes before Kinesis can answer', async () => {
    const stack = await startStack({ ...options, streams: [{ name: 'words', shards: 1 }] });
    onTestFinished(() => stack.stop());
    const early = kinesisAt(stack.kinesisEndpoint);
    const summary = await early.send(new DescribeStreamSummaryCommand({ StreamName: 'words' }));
    expect(summary.StreamDescriptionSummary?.OpenShardCount).toBe(1);
  });

  it('answer for DynamoDB at once, with the seed in it', async () => {
    const stack = await startStack({
      ...options,
      seed: [{ operation: 'CreateTable', body: createTable('App', 'leaseKey') }],
    });
    onTestFinished(() => stack.stop());
    const { TableNames } = await dynamodbAt(stack.dynamodbEndpoint).send(new ListTablesCommand());
    expect(TableNames).toEqual(['App']);
  });

  it('give every lease table the index that a KCL worker would add', async () => {
    const stack = await startStack({
      ...options,
      seed: [
        { operation: 'CreateTable', body: createTable('App', 'leaseKey') },
        { operation: 'CreateTable', body: createTable('Other', 'key') },
      ],
    });
    onTestFinished(() => stack.stop());
    const dynamodb = dynamodbAt(stack.dynamodbEndpoint);
    const indexes = async (TableName: string): Promise<unknown> =>
      (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table?.GlobalSecondaryIndexes?.map(
        ({ IndexName, IndexStatus }) => `${IndexName} ${IndexStatus}`,
      );
    expect(await indexes('App')).toEqual(['LeaseOwnerToLeaseKeyIndex ACTIVE']);
    expect(await indexes('Other')).toBeUndefined();
  });

  it('listen on no address but 127.0.0.1', async () => {
    const stack = await embeddedStack();
    const others = Object.values(networkInterfaces())
      .flat()
      .flatMap((one) => (one?.family === 'IPv4' && !one.internal ? [one.address] : []));
    for (const endpoint of [stack.kinesisEndpoint, stack.dynamodbEndpoint]) {
      const port = Number(new URL(endpoint).port);
      expect(await accepts('127.0.0.1', port)).toBe(true);
      for (const address of ['127.0.0.2', ...others]) expect(await accepts(address, port)).toBe(false);
    }
  });

  it('are gone when stop resolves, and say that nothing was wrong', async () => {
    const stack = await startStack(options);
    await stack.stop();
    expect(await stack.ended).toBeUndefined();
    expect(await accepts('127.0.0.1', Number(new URL(stack.dynamodbEndpoint).port))).toBe(false);
    await stack.stop();
  });

  it('end when their parent is killed', async () => {
    const parent = spawn(
      process.execPath,
      [fileURLToPath(new URL('fixtures/stack-parent.mjs', import.meta.url))],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
    const { dynamodbEndpoint } = JSON.parse(line) as { dynamodbEndpoint: string };
    const port = Number(new URL(dynamodbEndpoint).port);
    expect(await accepts('127.0.0.1', port)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => accepts('127.0.0.1', port), { timeout: 5_000 }).toBe(false);
  });

  it('outlive the Ctrl-C that ends or stops the command they belong to', async () => {
    const parent = spawn(
      process.execPath,
      [fileURLToPath(new URL('fixtures/stack-parent.mjs', import.meta.url)), 'ignore-sigint'],
      { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
    );
    onTestFinished(() => void parent.kill('SIGKILL'));
    const lines = createInterface(parent.stdout);
    const [line] = (await once(lines, 'line')) as [string];
    const { dynamodbEndpoint } = JSON.parse(line) as { dynamodbEndpoint: string };
    const interrupted = once(lines, 'line');
    // What a terminal does: the signal goes to every process of the group.
    process.kill(-(parent.pid ?? 0), 'SIGINT');
    expect(await interrupted).toEqual(['SIGINT']);
    expect(await accepts('127.0.0.1', Number(new URL(dynamodbEndpoint).port))).toBe(true);
  });

  it('end when they are aborted while they start', async () => {
    const controller = new AbortController();
    const starting = startStack({ ...options, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(starting).rejects.toThrow('enough');
  });

  it('refuse a port that is taken, by name', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    for (const ports of [{ kinesisPort: port }, { dynamodbPort: port }]) {
      const failure = await startStack({ ...options, ...ports }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(KclTsError);
      expect(failure).toMatchObject({
        code: 'LOCAL_UNAVAILABLE',
        message: expect.stringContaining(`127.0.0.1:${port}`) as string,
      });
    }
  });

  it('outlive a client that is killed in the middle of a request', async () => {
    const stack = await embeddedStack({ shards: 1, application: 'App' });
    for (const cutOff of [
      (socket: Socket) => socket.resetAndDestroy(),
      (socket: Socket) => socket.destroy(),
    ]) {
      for (const endpoint of [stack.kinesisEndpoint, stack.dynamodbEndpoint]) {
        const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
        const written = promisify(socket.write.bind(socket));
        await written('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{');
        cutOff(socket);
        await once(socket, 'close');
      }
      const stream = { StreamName: 'words' };
      await kinesisAt(stack.kinesisEndpoint).send(new DescribeStreamSummaryCommand(stream));
      const dynamodb = dynamodbAt(stack.dynamodbEndpoint);
      // By the second answer the server has seen what came before the first question.
      await dynamodb.send(new ListTablesCommand());
      expect((await dynamodb.send(new ListTablesCommand())).TableNames).toContain('App');
    }
  });

  it('say why when kinesis-local cannot take a stream', async () => {
    const stack = await startStack({ ...options, streams: [{ name: 'a:b:c', shards: 1 }] });
    onTestFinished(() => stack.stop());
    await expect(stack.ready).rejects.toMatchObject({ code: 'LOCAL_UNAVAILABLE' });
    expect(await stack.ended).toMatchObject({
      message: expect.stringContaining('kinesis-local ended') as string,
    });
  });
});

function dynamodbAt(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  onTestFinished(() => client.destroy());
  return client;
}

async function accepts(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
