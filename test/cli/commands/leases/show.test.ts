import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PutItemCommand, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  PutRecordsCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Stack } from '../../../../src/local/start-stack.js';
import { kinesisAt } from '../../../support/aws.js';
import { embeddedStack } from '../../../support/embedded-stack.js';
import { runCli } from '../../../support/run-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const env = { AWS_ACCESS_KEY_ID: '', AWS_PROFILE: '', AWS_REGION: 'us-east-1' };

function where(stack: Stack): string[] {
  return ['--kinesis-endpoint', stack.kinesisEndpoint, '--dynamodb-endpoint', stack.dynamodbEndpoint];
}

interface Row {
  readonly shardId: string;
  readonly owner: string | null;
  readonly handedOverBy: string | null;
  readonly checkpoint: string;
  readonly subSequenceNumber: number;
  readonly lagMillis: number | null;
}

describe('kcl-ts leases', () => {
  it('shows owner, checkpoint, and the age of the oldest record after it', async () => {
    const stack = await embeddedStack({ shards: 2, application: 'App', workerId: 'me' });
    const kinesis = kinesisAt(stack.kinesisEndpoint);
    await put(kinesis, ['a', 'b', 'c']);
    const [, second, third] = await sequenceNumbers(kinesis, 'shardId-000000000000');
    const rows = async (): Promise<Row[]> => {
      const { stdout } = await runCli(
        ['leases', '--app', 'App', '--stream', 'words', '--json', ...where(stack)],
        {
          env,
        },
      );
      return JSON.parse(stdout) as Row[];
    };

    await checkpoint(stack, 'shardId-000000000000', second ?? '');
    const [behind, empty] = await rows();
    expect(behind).toMatchObject({
      shardId: 'shardId-000000000000',
      owner: 'me',
      handedOverBy: null,
      checkpoint: second,
      subSequenceNumber: 0,
    });
    expect(behind?.lagMillis).toBeGreaterThan(0);
    expect(empty).toMatchObject({ checkpoint: 'TRIM_HORIZON', lagMillis: 0 });

    await checkpoint(stack, 'shardId-000000000000', third ?? '');
    expect((await rows())[0]).toMatchObject({ checkpoint: third, lagMillis: 0 });
  });

  it('shows a row on one line, whatever the table holds', async () => {
    const workerId = 'me\nshardId-000000000009  forged  \x1b[31m\x1b]0;x\x07';
    const stack = await embeddedStack({ shards: 1, application: 'App', workerId });
    const { stdout } = await runCli(['leases', '--app', 'App', '--no-lag', ...where(stack)], { env });
    const owner = 'me\\nshardId-000000000009  forged  \\x1b[31m\\x1b]0;x\\x07';
    const header = `SHARD                 ${'OWNER'.padEnd(owner.length)}  LAG  CHECKPOINT`;
    expect(stdout).toBe(`${header}\nshardId-000000000000  ${owner}  -    TRIM_HORIZON`);
  });

  it('prints a table, and says what is not known', async () => {
    const stack = await embeddedStack({ shards: 1, application: 'App', from: 'LATEST' });
    const seen = await runCli(['leases', '--app', 'App', ...where(stack)], { env });
    expect(seen.stdout).toBe(
      'SHARD                 OWNER  LAG  CHECKPOINT\nshardId-000000000000  -      -    LATEST',
    );
    expect(seen.stderr).toBe('give --stream NAME to see the lag');
    expect(seen.exitCode).toBe(0);
    const quiet = await runCli(['leases', '--app', 'App', '--no-lag', ...where(stack)], { env });
    expect(quiet).toMatchObject({ stdout: seen.stdout, stderr: '' });
  });

  it('shows a lease that is handed over, and a sub-sequence number', async () => {
    const stack = await embeddedStack({ shards: 1, application: 'App', workerId: 'new' });
    await dynamodbAt(stack).send(
      new PutItemCommand({
        TableName: 'App',
        Item: {
          leaseKey: { S: 'shardId-000000000000' },
          leaseOwner: { S: 'new' },
          checkpointOwner: { S: 'old' },
          checkpoint: { S: '12' },
          checkpointSubSequenceNumber: { N: '3' },
        },
      }),
    );
    const { stdout } = await runCli(['leases', '--app', 'App', '--no-lag', ...where(stack)], { env });
    expect(stdout).toContain('shardId-000000000000  old -> new  -    12/3');
  });

  it('goes on when the lag of a shard cannot be told', async () => {
    const stack = await embeddedStack({ shards: 1, application: 'App', workerId: 'me' });
    const { stdout, stderr, exitCode } = await runCli(
      ['leases', '--app', 'App', '--stream', 'other', ...where(stack)],
      { env },
    );
    expect(stdout).toContain('shardId-000000000000  me     -    TRIM_HORIZON');
    expect(stderr).toContain('the lag of 1 of 1 shards is unknown');
    expect(exitCode).toBe(0);
  });

  it('tells an application that never ran from a wrong command', async () => {
    const stack = await embeddedStack({ shards: 1 });
    const missing = await runCli(['leases', '--app', 'App', ...where(stack)], { env });
    expect(missing.stderr).toContain("there is no lease table 'App' in us-east-1");
    expect(missing.exitCode).toBe(2);
    const file = join(await temporaryFolder(), 'app.properties');
    await writeFile(file, 'applicationName = App\ndynamoDbClient.region = eu-central-1\n');
    const elsewhere = await runCli(['leases', '--properties', file, ...where(stack)], { env });
    expect(elsewhere.stderr).toContain("there is no lease table 'App' in eu-central-1");
    const nameless = await runCli(['leases', ...where(stack)], { env });
    expect(nameless.stderr).toContain('no application is named');
    expect(nameless.exitCode).toBe(2);
  });
});

describe('kcl-ts leases, where there are none to show,', () => {
  it('refuses a table that belongs to something else', async () => {
    const stack = await embeddedStack({ shards: 1, application: 'App' });
    const { stderr, stdout, exitCode } = await runCli(
      ['leases', '--table-name', 'App-CoordinatorState', ...where(stack)],
      { env },
    );
    expect(stderr).toContain(
      "kcl-ts: 'App-CoordinatorState' is not a table of the KCL: its key is 'key', expected 'leaseKey'",
    );
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  });

  it('says that nobody answers, or something else does, in one line', async () => {
    const web = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>It works</html>');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void web.close());
    await once(web, 'listening');
    const endpoint = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    for (const [url, problem] of [
      ['http://127.0.0.1:1', 'http://127.0.0.1:1 refused the connection'],
      [endpoint, `${endpoint} answered with status 200, but not as AWS does`],
    ] as const) {
      const { stderr, exitCode } = await runCli(['leases', '--app', 'App', '--endpoint-url', url], { env });
      expect(stderr).toMatch(/^kcl-ts: .*\n {2}→ .*$/);
      expect(stderr).toContain(`kcl-ts: cannot read the table App: ${problem}\n  → `);
      expect(exitCode).toBe(1);
    }
  });
});

async function put(kinesis: KinesisClient, data: readonly string[]): Promise<void> {
  await kinesis.send(
    new PutRecordsCommand({
      StreamName: 'words',
      Records: data.map((one) => ({ Data: Buffer.from(one), PartitionKey: 'k', ExplicitHashKey: '0' })),
    }),
  );
}

async function sequenceNumbers(kinesis: KinesisClient, ShardId: string): Promise<string[]> {
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({ StreamName: 'words', ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  return Records.map(({ SequenceNumber = '' }) => SequenceNumber);
}

async function checkpoint(stack: Stack, shardId: string, sequenceNumber: string): Promise<void> {
  await dynamodbAt(stack).send(
    new UpdateItemCommand({
      TableName: 'App',
      Key: { leaseKey: { S: shardId } },
      UpdateExpression: 'SET checkpoint = :checkpoint',
      ExpressionAttributeValues: { ':checkpoint': { S: sequenceNumber } },
    }),
  );
}

function dynamodbAt({ dynamodbEndpoint: endpoint }: Stack): DynamoDBClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  onTestFinished(() => client.destroy());
  return client;
}
