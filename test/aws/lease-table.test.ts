import {
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbClient } from '../../src/aws/clients.js';
import { listLeases } from '../../src/aws/leases.js';
import { releaseWorker, type ReleaseRequest } from '../../src/aws/release-worker.js';
import { createTable } from '../../src/local/lease-table.js';
import { startStack } from '../../src/local/start-stack.js';
import { startDynamodbLocal } from '../support/dynamodb-local.js';

interface Server {
  readonly endpoint: string;
  stop(): Promise<void>;
}

async function startDynalite(): Promise<Server> {
  const stack = await startStack({
    node: process.execPath,
    region: 'us-east-1',
    streams: [],
    kinesisPort: 0,
    dynamodbPort: 0,
    seed: [],
  });
  return { endpoint: stack.dynamodbEndpoint, stop: () => stack.stop() };
}

describe.each([
  ['dynalite', startDynalite],
  ['DynamoDB Local', startDynamodbLocal],
])('with %s', (_name, start) => {
  let server: Server;
  let dynamodb: DynamoDBClient;
  beforeAll(async () => {
    server = await start();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    dynamodb = await dynamodbClient({ region: 'us-east-1', endpoint: server.endpoint, credentials });
  }, 120_000);
  afterAll(async () => {
    dynamodb.destroy();
    await server.stop();
  });

  let applications = 0;
  async function createApplication(leases: Record<string, AttributeValue>[]): Promise<string> {
    const application = `App${++applications}`;
    const tables = applicationTables(application);
    await create(tables.lease, 'leaseKey');
    await create(tables.coordinatorState, 'key');
    await create(tables.workerMetrics, 'wid');
    for (const lease of leases) await put(application, lease);
    return application;
  }
  async function create(table: string, key: string): Promise<void> {
    await dynamodb.send(new CreateTableCommand(createTable(table, key) as CreateTableCommandInput));
  }
  async function put(table: string, item: Record<string, AttributeValue>): Promise<void> {
    await dynamodb.send(new PutItemCommand({ TableName: table, Item: item }));
  }
  async function get(table: string, key: Record<string, AttributeValue>): Promise<unknown> {
    return (await dynamodb.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true })))
      .Item;
  }

  it('lists the leases of a table by shard, through all pages, and no other rows', async () => {
    const padding = { S: 'x'.repeat(300_000) };
    const ids = Array.from({ length: 9 }, (_, index) => `shardId-${index}`);
    const application = await createApplication([
      ...ids.map((id) => ({ ...leaseRow(id), padding })).reverse(),
      { leaseKey: { S: 'Migration3.0' }, cv: { S: 'CLIENT_VERSION_3X' } },
    ]);
    const leases = await listLeases(dynamodb, application);
    expect(leases.map(({ shardId }) => shardId)).toEqual(ids);
  });

  it('finds no leases where there is no table yet', async () => {
    expect(await listLeases(dynamodb, 'NoSuchTable')).toEqual([]);
  });

  it('reads what the KCL wrote', async () => {
    const application = await createApplication([
      {
        ...leaseRow('shard', 'new'),
        checkpoint: { S: 'SHARD_END' },
        checkpointSubSequenceNumber: { N: '3' },
        checkpointOwner: { S: 'old' },
      },
      { leaseKey: { S: 'bare' }, checkpoint: { S: 'LATEST' } },
    ]);
    expect(await listLeases(dynamodb, application)).toEqual([
      {
        shardId: 'bare',
        owner: undefined,
        handedOverBy: undefined,
        checkpoint: 'LATEST',
        subSequenceNumber: 0,
        counter: 0,
      },
      {
        shardId: 'shard',
        owner: 'new',
        handedOverBy: 'old',
        checkpoint: 'SHARD_END',
        subSequenceNumber: 3,
        counter: 7,
      },
    ]);
  });

  it('gives back what a worker left, and nothing of another', async () => {
    const others = leaseRow('c', 'other');
    const application = await createApplication([leaseRow('a', 'me'), leaseRow('b', 'me'), others]);
    const tables = applicationTables(application);
    await put(tables.workerMetrics, { wid: { S: 'me' }, lut: { N: '1' } });
    await put(tables.workerMetrics, { wid: { S: 'other' }, lut: { N: '1' } });
    await put(tables.coordinatorState, { key: { S: 'Leader' }, ownerName: { S: 'me' } });

    expect(await releaseWorker({ dynamodb, tables, workerId: 'me' })).toEqual({
      shards: ['a', 'b'],
      workerMetrics: true,
      leadership: true,
      failures: [],
    });

    const { leaseOwner, ...unowned } = leaseRow('a', 'me');
    expect(leaseOwner).toBeDefined();
    expect(await get(application, { leaseKey: { S: 'a' } })).toEqual({
      ...unowned,
      leaseCounter: { N: '8' },
    });
    expect(await get(application, { leaseKey: { S: 'c' } })).toEqual(others);
    expect(await get(tables.workerMetrics, { wid: { S: 'me' } })).toBeUndefined();
    expect(await get(tables.workerMetrics, { wid: { S: 'other' } })).toBeDefined();
    expect(await get(tables.coordinatorState, { key: { S: 'Leader' } })).toBeUndefined();
  });

  it('leaves the leadership to whom it belongs', async () => {
    const application = await createApplication([]);
    const tables = applicationTables(application);
    await put(tables.coordinatorState, { key: { S: 'Leader' }, ownerName: { S: 'other' } });
    expect(await releaseWorker({ dynamodb, tables, workerId: 'me' })).toEqual({
      shards: [],
      workerMetrics: false,
      leadership: false,
      failures: [],
    });
    expect(await get(tables.coordinatorState, { key: { S: 'Leader' } })).toBeDefined();
  });

  it('finishes a hand-over that the worker had begun, and does not undo one to it', async () => {
    const from = { ...leaseRow('from', 'other'), checkpointOwner: { S: 'me' } };
    const to = { ...leaseRow('to', 'me'), checkpointOwner: { S: 'other' } };
    const application = await createApplication([from, to]);
    const { shards } = await releaseWorker({
      dynamodb,
      tables: applicationTables(application),
      workerId: 'me',
    });
    expect(shards).toEqual(['from']);
    expect(await get(application, { leaseKey: { S: 'from' } })).toEqual({
      ...leaseRow('from', 'other'),
      leaseCounter: { N: '8' },
    });
    expect(await get(application, { leaseKey: { S: 'to' } })).toEqual(to);
  });

  it('gives back what it can, and says what it could not', async () => {
    const application = await createApplication([leaseRow('a', 'me')]);
    const tables = { ...applicationTables(application), workerMetrics: 'NoSuchTable' };
    const released = await releaseWorker({ dynamodb, tables, workerId: 'me' });
    expect(released).toMatchObject({ shards: ['a'], workerMetrics: false });
    expect(released.failures).toMatchObject([{ name: 'ResourceNotFoundException' }]);
  });
});

function leaseRow(shardId: string, owner?: string): Record<string, AttributeValue> {
  return {
    leaseKey: { S: shardId },
    checkpoint: { S: '4957' },
    checkpointSubSequenceNumber: { N: '0' },
    leaseCounter: { N: '7' },
    ownerSwitchesSinceCheckpoint: { N: '2' },
    ...(owner === undefined ? {} : { leaseOwner: { S: owner } }),
  };
}

function applicationTables(application: string): ReleaseRequest['tables'] {
  return {
    lease: application,
    coordinatorState: `${application}-CoordinatorState`,
    workerMetrics: `${application}-WorkerMetricStats`,
  };
}
