import { DeleteTableCommand, PutItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { seedApplication } from '../../../src/local/seed-application.js';
import { startStack, type Stack } from '../../../src/local/start-stack.js';
import { createQuickStart, type QuickStart } from '../../../src/worker/sharing/quick-start.js';
import { standIn } from '../../support/aws-stand-in.js';
import { dynamodbAt, leasesAt } from '../../support/aws.js';

let stack: Stack;

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  const words = { name: 'words', shards: 2 };
  const seeds = [
    { name: 'Restarted', stream: words },
    { name: 'Held', stream: words, workerId: 'other' },
    { name: 'Old', stream: words },
    { name: 'Older', stream: words },
    { name: 'Streams', stream: words },
    { name: 'Partial', stream: words },
  ];
  stack = await startStack({
    node: process.execPath,
    region: 'us-east-1',
    streams: [words, { name: 'many', shards: 8 }],
    seed: seeds.flatMap((seed) => seedApplication({ ...seed, from: 'TRIM_HORIZON' })),
  });
  await stack.ready;
  return () => stack.stop();
}, 60_000);

type Endpoints = Pick<Stack, 'kinesisEndpoint' | 'dynamodbEndpoint'>;

interface Starter extends QuickStart {
  /** What was left to the KCL. */
  readonly left: string[];
}

interface Different {
  readonly properties?: Record<string, string>;
  readonly stream?: string;
  readonly endpoints?: Endpoints;
}

function starterOf(
  application: string,
  workerId = 'me',
  {
    properties = {},
    stream = 'words',
    endpoints: { kinesisEndpoint, dynamodbEndpoint } = stack,
  }: Different = {},
): Starter {
  const left: string[] = [];
  const stop = new AbortController();
  const start = createQuickStart(
    {
      region: 'us-east-1',
      stream,
      workerId,
      properties: new Map(Object.entries({ initialPositionInStream: 'TRIM_HORIZON', ...properties })),
      aws: {
        kinesisEndpoint,
        dynamodbEndpoint,
        profile: undefined,
        tables: {
          lease: application,
          coordinatorState: `${application}-CoordinatorState`,
          workerMetrics: `${application}-WorkerMetricStats`,
        },
      },
    },
    { stop: stop.signal, onLeft: (message) => void left.push(message) },
  );
  onTestFinished(async () => {
    stop.abort();
    await start.end();
  });
  return { ...start, left };
}

/** As far as the moment when java would read its leases. */
async function start(starter: Starter): Promise<number> {
  starter.begin();
  await starter.readyForJava();
  return await starter.claim();
}

async function ownersOf(application: string): Promise<(string | undefined)[]> {
  return (await leasesAt(stack.dynamodbEndpoint, application)).map(({ owner }) => owner);
}

/** That a leader gives leases to the workers, or that they take them. */
async function migrated(application: string, cv: string): Promise<void> {
  const Item = { key: { S: 'Migration3.0' }, cv: { S: cv }, mts: { N: '1' } };
  const TableName = `${application}-CoordinatorState`;
  await dynamodbAt(stack.dynamodbEndpoint).send(new PutItemCommand({ TableName, Item }));
}

/** The workers that say that they start. */
async function announced(application: string): Promise<string[]> {
  const { Items = [] } = await dynamodbAt(stack.dynamodbEndpoint)
    .send(new ScanCommand({ TableName: `${application}-CoordinatorState` }))
    .catch(() => ({ Items: [] }));
  return Items.map(({ key }) => key?.S ?? '').sort();
}

describe('the quick start', () => {
  it('makes tables and leases of a new application, and takes them', async () => {
    const me = starterOf('New');
    expect(await start(me)).toBe(2);
    expect(await ownersOf('New')).toEqual(['me', 'me']);
    expect(me.left).toEqual([]);
  });

  it('lets those that start together share the leases', async () => {
    const ids = ['one', 'three', 'two'];
    const starters = ids.map((id) => starterOf('Together', id, { stream: 'many' }));
    for (const starter of starters) starter.begin();
    // Each has made itself known by the time at which the first java comes to its leases.
    await expect
      .poll(() => announced('Together'), { timeout: 10_000 })
      .toEqual(ids.map((id) => `kcl-ts starting: ${id}`));
    const counts = await Promise.all(starters.map((starter) => starter.claim()));
    expect(counts.sort()).toEqual([2, 3, 3]);
    expect(await ownersOf('Together')).not.toContain(undefined);
    await Promise.all(starters.map((starter) => starter.end()));
    expect(await announced('Together')).toEqual([]);
  });

  it('gives back what java never read, and leaves what it has renewed', async () => {
    await migrated('Restarted', 'CLIENT_VERSION_3X');
    const me = starterOf('Restarted');
    expect(await start(me)).toBe(2);
    await dynamodbAt(stack.dynamodbEndpoint).send(
      new UpdateItemCommand({
        TableName: 'Restarted',
        Key: { leaseKey: { S: 'shardId-000000000001' } },
        UpdateExpression: 'ADD leaseCounter :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
    await me.end();
    expect(await ownersOf('Restarted')).toEqual([undefined, 'me']);
    // The next java of the same worker begins anew.
    expect(await start(me)).toBe(1);
    expect(await ownersOf('Restarted')).toEqual(['me', 'me']);
  });

  it('reads the lease table once where there is nothing to do', async () => {
    const watched = await standIn(stack);
    const me = starterOf('Held', 'me', { endpoints: watched });
    expect(await start(me)).toBe(0);
    await me.end();
    expect(watched.calls.map(({ operation }) => operation)).toEqual(['dynamodb:Scan']);
    expect(me.left).toEqual([]);
  });

  it('takes nothing where workers take leases as in KCL 2.x, or are to', async () => {
    await migrated('Old', 'CLIENT_VERSION_2X');
    expect(await start(starterOf('Old'))).toBe(0);
    const properties = { clientVersionConfig: 'CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X' };
    expect(await start(starterOf('Older', 'me', { properties }))).toBe(0);
    expect([...(await ownersOf('Old')), ...(await ownersOf('Older'))]).toEqual(Array(4).fill(undefined));
  });

  it('touches nothing in a table with leases of many streams', async () => {
    const Item = { leaseKey: { S: '1:words:2:shardId-000000000000' }, checkpoint: { S: 'LATEST' } };
    await dynamodbAt(stack.dynamodbEndpoint).send(new PutItemCommand({ TableName: 'Streams', Item }));
    expect(await start(starterOf('Streams'))).toBe(0);
    expect(await ownersOf('Streams')).toEqual(Array(3).fill(undefined));
  });

  it.each([
    ['dynamodb:Scan', 0],
    ['dynamodb:CreateTable', 0],
    ['dynamodb:DescribeTable', 0],
    ['kinesis:ListShards', 0],
    ['dynamodb:PutItem', 0],
    ['dynamodb:UpdateItem', 0],
    ['dynamodb:DeleteItem', 2],
  ])('without %s says so once, and leaves it to the KCL', async (operation, claimed) => {
    const endpoints = await standIn(stack);
    endpoints.refuse(operation, { name: 'AccessDeniedException', message: `may not ${operation}` });
    const me = starterOf(operation.replace(':', '-'), 'me', { endpoints });
    expect(await start(me)).toBe(claimed);
    await me.end();
    expect(me.left).toEqual([expect.stringContaining(`may not ${operation}`)]);
    expect(me.left[0]).toMatch(/^the start is left to the KCL: /);
  });

  it('does nothing for an application that has not all of its tables', async () => {
    const TableName = 'Partial-WorkerMetricStats';
    await dynamodbAt(stack.dynamodbEndpoint).send(new DeleteTableCommand({ TableName }));
    const me = starterOf('Partial');
    expect(await start(me)).toBe(0);
    expect(me.left).toHaveLength(1);
    expect(await ownersOf('Partial')).toEqual([undefined, undefined]);
  });
});
