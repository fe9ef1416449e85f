import {
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { dynamodbClient } from '../../../src/aws/clients.js';
import { createTable } from '../../../src/kcl/create-table.js';
import { startStack } from '../../../src/local/start-stack.js';
import { createHandBack, type HandBack } from '../../../src/worker/sharing/hand-back.js';
import type { HandBackSettings } from '../../../src/worker/sharing/pass-on.js';
import { watchForLostWorkers } from '../../../src/worker/sharing/lost-workers.js';
import type { WorkerEvents } from '../../../src/worker/event-bus.js';
import type { LogSink } from '../../../src/worker/observers/log-sink.js';
import { createEvents, record } from '../support/events.js';

let endpoint: string;
let dynamodb: DynamoDBClient;
let stop: () => Promise<void>;
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  const tables = ['AppA', 'AppB', 'AppC', 'AppD', 'AppE', 'AppF'].flatMap((application) => [
    createTable(application, 'leaseKey'),
    createTable(`${application}-CoordinatorState`, 'key'),
    createTable(`${application}-WorkerMetricStats`, 'wid'),
  ]);
  const stack = await startStack({
    node: process.execPath,
    region: 'us-east-1',
    streams: [],
    kinesisPort: 0,
    dynamodbPort: 0,
    seed: tables.map((body) => ({ operation: 'CreateTable' as const, body })),
  });
  endpoint = stack.dynamodbEndpoint;
  stop = () => stack.stop();
  dynamodb = await dynamodbClient({ region: 'us-east-1', endpoint, credentials });
}, 60_000);

afterAll(async () => {
  dynamodb.destroy();
  await stop();
});

function settingsOf(application: string, dynamodbEndpoint = endpoint): HandBackSettings {
  return {
    region: 'us-east-1',
    workerId: 'me',
    hardStop: new AbortController().signal,
    properties: new Map([['failoverTimeMillis', '1000']]),
    aws: {
      kinesisEndpoint: undefined,
      dynamodbEndpoint,
      profile: undefined,
      tables: {
        lease: application,
        coordinatorState: `${application}-CoordinatorState`,
        workerMetrics: `${application}-WorkerMetricStats`,
      },
    },
  };
}

interface Said {
  readonly events: WorkerEvents;
  readonly log: Pick<LogSink, 'say'>;
  readonly lines: string[];
}

function listen(): Said {
  const lines: string[] = [];
  const log: Said['log'] = { say: (level, message) => void lines.push(`${level}: ${message}`) };
  return { events: createEvents(), log, lines };
}

function handBackOf(application: string, started: readonly string[]): Said & { readonly handBack: HandBack } {
  const said = listen();
  const handBack = createHandBack(settingsOf(application), {
    ...said,
    startedShards: () => new Set(started),
  });
  return { ...said, handBack };
}

async function putLease(
  application: string,
  shardId: string,
  more: Record<string, string>,
  counter = 7,
): Promise<void> {
  const texts = Object.entries(more).map(([name, S]): [string, AttributeValue] => [name, { S }]);
  const Item = {
    leaseKey: { S: shardId },
    checkpoint: { S: '4957' },
    leaseCounter: { N: String(counter) },
    ...Object.fromEntries(texts),
  };
  await dynamodb.send(new PutItemCommand({ TableName: application, Item }));
}

interface Owners {
  readonly leaseOwner: string | undefined;
  readonly checkpointOwner: string | undefined;
}

async function ownersOf(application: string, shardId: string): Promise<Owners> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: application, Key: { leaseKey: { S: shardId } }, ConsistentRead: true }),
  );
  return { leaseOwner: Item?.['leaseOwner']?.S, checkpointOwner: Item?.['checkpointOwner']?.S };
}

async function reportOf(application: string, wid: string): Promise<void> {
  const [TableName, coordinator] = [`${application}-WorkerMetricStats`, `${application}-CoordinatorState`];
  const lut = { N: String(Math.floor(Date.now() / 1000)) };
  await dynamodb.send(new PutItemCommand({ TableName, Item: { wid: { S: wid }, lut } }));
  const state = { key: { S: 'Migration3.0' }, cv: { S: 'CLIENT_VERSION_3X' } };
  await dynamodb.send(new PutItemCommand({ TableName: coordinator, Item: state }));
}

async function hasReport(application: string, wid: string): Promise<boolean> {
  const TableName = `${application}-WorkerMetricStats`;
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { wid: { S: wid } } }));
  return Item !== undefined;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(50);
}

describe('a worker that stops', () => {
  it('does not count as alive again, though its java reports once more', async () => {
    const { handBack } = handBackOf('AppA', ['1']);
    await reportOf('AppA', 'me');
    handBack.begin();
    await until(async () => !(await hasReport('AppA', 'me')));
    await reportOf('AppA', 'me');
    await until(async () => !(await hasReport('AppA', 'me')));
    await handBack.finish();
  });

  it('passes on what it was given while it stopped, and no lease whose processor has started', async () => {
    const { handBack, events } = handBackOf('AppB', ['old', 'started']);
    const told = record(events, 'handedBack');
    await reportOf('AppB', 'other');
    await putLease('AppB', 'old', { leaseOwner: 'me' });
    handBack.begin();
    await until(async () => !(await hasReport('AppB', 'me')));
    await sleep(100);
    await putLease('AppB', 'started', { leaseOwner: 'me' });
    await putLease('AppB', 'new', { leaseOwner: 'me' });
    await until(async () => (await ownersOf('AppB', 'new')).leaseOwner === 'other');
    expect((await ownersOf('AppB', 'started')).leaseOwner).toBe('me');
    expect((await ownersOf('AppB', 'old')).leaseOwner).toBe('me');
    await handBack.finish();
    expect((await ownersOf('AppB', 'started')).leaseOwner).toBe('other');
    expect((await ownersOf('AppB', 'old')).leaseOwner).toBe('other');
    expect(told).toEqual([
      { type: 'handedBack', given: new Map([['new', 'other']]), freed: [] },
      expect.objectContaining({ given: new Map(['old', 'started'].map((shardId) => [shardId, 'other'])) }),
    ]);
  });

  it('waits for a lease that is being handed over to it before it passes that on', async () => {
    const { handBack } = handBackOf('AppC', []);
    await reportOf('AppC', 'other');
    await putLease('AppC', 'coming', { leaseOwner: 'me', checkpointOwner: 'old' });
    handBack.begin();
    const finished = handBack.finish();
    await sleep(600);
    expect(await ownersOf('AppC', 'coming')).toEqual({ leaseOwner: 'me', checkpointOwner: 'old' });
    await putLease('AppC', 'coming', { leaseOwner: 'me' }, 8);
    await finished;
    expect(await ownersOf('AppC', 'coming')).toEqual({ leaseOwner: 'other', checkpointOwner: undefined });
  });

  it('leaves the leases alone that another worker of the same name renews, and says so', async () => {
    const { handBack, lines } = handBackOf('AppD', ['mine']);
    await reportOf('AppD', 'other');
    for (const shardId of ['mine', 'its', 'unstarted']) await putLease('AppD', shardId, { leaseOwner: 'me' });
    let counter = 7;
    const renewals = setInterval(() => void putLease('AppD', 'its', { leaseOwner: 'me' }, ++counter), 100);
    onTestFinished(() => clearInterval(renewals));
    handBack.begin();
    await handBack.finish();
    expect((await ownersOf('AppD', 'its')).leaseOwner).toBe('me');
    expect((await ownersOf('AppD', 'mine')).leaseOwner).toBe('other');
    expect((await ownersOf('AppD', 'unstarted')).leaseOwner).toBe('other');
    expect(lines).toContainEqual(expect.stringMatching(/^warn: another worker named me renews 1 lease/));
  });
});

describe('a permission that is missing', () => {
  async function refusing(): Promise<string> {
    const server = createServer((_request, response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(
        JSON.stringify({
          __type: 'com.amazon.coral.service#AccessDeniedException',
          message: 'User: x is not authorized to perform: dynamodb:Scan',
        }),
      );
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  it('is said once when a worker hands back, and nothing else happens', async () => {
    const { lines, ...said } = listen();
    const handBack = createHandBack(settingsOf('AppE', await refusing()), {
      ...said,
      startedShards: () => new Set(),
    });
    handBack.begin();
    handBack.processorsEnded();
    await handBack.finish();
    expect(lines).toEqual([expect.stringMatching(/^warn: the leases cannot be handed back.*dynamodb:Scan/)]);
  });

  it('ends the watch for lost workers, is said once, and is no trouble of the worker', async () => {
    const { lines, ...said } = listen();
    const causes: unknown[] = [];
    await watchForLostWorkers(settingsOf('AppF', await refusing()), {
      ...said,
      until: new AbortController().signal,
      onCause: (cause) => void causes.push(cause),
    });
    expect(lines).toEqual([expect.stringMatching(/^warn: not watching for lost workers.*dynamodb:Scan/)]);
    expect(causes).toEqual([]);
  });
});
