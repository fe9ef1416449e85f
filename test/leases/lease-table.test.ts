import {
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  type AttributeValue,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbClient } from '../../src/aws/clients.js';
import { listLeases } from '../../src/leases/list-leases.js';
import { callRoll, lookAtLeases, type Sighting } from '../../src/leases/live-workers.js';
import { createWatch } from '../../src/leases/watch.js';
import { assignLease, freeLease } from '../../src/leases/change-owner.js';
import type { PassedLeases } from '../../src/leases/pass-leases.js';
import { passLeases, releaseRoles } from '../../src/leases/hand-off.js';
import { createTakeOver, type TakenOver } from '../../src/leases/take-over.js';
import { createTable } from '../../src/kcl/create-table.js';
import type { ApplicationTables } from '../../src/kcl/tables.js';
import { startStack } from '../../src/local/start-stack.js';
import { startDynamodbLocal } from '../support/dynamodb-local.js';
import { describeClaims } from './claim-cases.js';
import { describeProvisioning } from './provision-cases.js';
import { describeReadUnits } from './read-unit-cases.js';

interface Server {
  readonly endpoint: string;
  stop(): Promise<void>;
}

async function startDynalite(): Promise<Server> {
  const stack = await startStack({
    node: process.execPath,
    region: 'us-east-1',
  });
  return { endpoint: stack.dynamodbEndpoint, stop: () => stack.stop() };
}

describe.each([
  ['dynalite', startDynalite],
  ['DynamoDB Local', startDynamodbLocal],
])('with %s', (name, start) => {
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

  describeProvisioning(() => dynamodb, name === 'DynamoDB Local');
  describeClaims(() => dynamodb);
  describeReadUnits(() => dynamodb, name === 'DynamoDB Local');

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

  /** That a worker lives, as a KCL 3 application has it. */
  async function report(application: string, wid: string, secondsAgo = 0): Promise<void> {
    const { coordinatorState, workerMetrics } = applicationTables(application);
    await put(coordinatorState, { key: { S: 'Migration3.0' }, cv: { S: 'CLIENT_VERSION_3X' } });
    const lut = String(Math.floor(Date.now() / 1000) - secondsAgo);
    await put(workerMetrics, { wid: { S: wid }, lut: { N: lut } });
  }
  interface Different {
    readonly tables?: Partial<ApplicationTables>;
    readonly before?: Sighting;
    readonly most?: number;
  }
  function pass(
    application: string,
    { tables, before, most = Infinity }: Different = {},
  ): Promise<PassedLeases> {
    return passLeases({
      dynamodb,
      tables: { ...applicationTables(application), ...tables },
      workerId: 'me',
      before,
      pace,
      most,
    });
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

  it('frees the leases of a worker when no other one lives, and touches nothing of another', async () => {
    const others = leaseRow('c', 'other');
    const application = await createApplication([leaseRow('a', 'me'), leaseRow('b', 'me'), others]);
    await report(application, 'me');
    await report(application, 'other', 61);
    expect(await pass(application)).toMatchObject({ given: new Map(), freed: ['a', 'b'], failures: [] });

    const { leaseOwner, ...unowned } = leaseRow('a', 'me');
    expect(leaseOwner).toBeDefined();
    expect(await get(application, { leaseKey: { S: 'a' } })).toEqual({
      ...unowned,
      leaseCounter: { N: '8' },
    });
    expect(await get(application, { leaseKey: { S: 'c' } })).toEqual(others);
  });

  it('gives the leases to the other workers that live, as their leader would', async () => {
    const application = await createApplication([leaseRow('a', 'me'), leaseRow('b', 'me')]);
    await report(application, 'me');
    await report(application, 'other');
    const { given, freed, failures } = await pass(application);
    expect(given).toEqual(
      new Map([
        ['a', 'other'],
        ['b', 'other'],
      ]),
    );
    expect([freed, failures]).toEqual([[], []]);
    expect(await get(application, { leaseKey: { S: 'a' } })).toEqual({
      ...leaseRow('a', 'other'),
      leaseCounter: { N: '8' },
      ownerSwitchesSinceCheckpoint: { N: '3' },
    });
  });

  it('spreads the leases evenly over the workers that live', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const application = await createApplication(ids.map((id) => leaseRow(id, 'me')));
    for (const worker of ['x', 'y', 'z']) await report(application, worker);
    const { given } = await pass(application);
    expect([...given.values()].sort()).toEqual(['x', 'x', 'y', 'y', 'z', 'z']);
  });

  it('gives nothing to a worker whose leases stand still, nor more than the most', async () => {
    const application = await createApplication([
      ...['a', 'b', 'c'].map((id) => leaseRow(id, 'me')),
      leaseRow('d', 'renews'),
      leaseRow('e', 'killed'),
    ]);
    await report(application, 'renews');
    await report(application, 'killed');
    const first = await lookAtLeases(dynamodb, application);
    await put(application, { ...leaseRow('d', 'renews'), leaseCounter: { N: '9' } });
    const before = { ...first, atMs: first.atMs - 2_000 };
    const { given, freed } = await pass(application, { before, most: 3 });
    expect([...given.values()]).toEqual(['renews', 'renews']);
    expect(freed).toHaveLength(1);
    expect(await get(application, { leaseKey: { S: 'e' } })).toEqual(leaseRow('e', 'killed'));
  });

  it('touches no lease that has changed hands meanwhile', async () => {
    const application = await createApplication([leaseRow('a', 'me')]);
    const { leases } = await lookAtLeases(dynamodb, application);
    const [mine] = leases;
    await put(application, leaseRow('a', 'other'));
    const outcomes = await Promise.allSettled(
      mine ? [assignLease(dynamodb, application, mine, 'third'), freeLease(dynamodb, application, mine)] : [],
    );
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { name: 'ConditionalCheckFailedException' },
      });
    expect(outcomes).toHaveLength(2);
    expect(await get(application, { leaseKey: { S: 'a' } })).toEqual(leaseRow('a', 'other'));
  });

  it('frees the leases where workers take them as in KCL 2.x', async () => {
    const application = await createApplication([leaseRow('a', 'me')]);
    const { coordinatorState } = applicationTables(application);
    await report(application, 'other');
    await put(coordinatorState, {
      key: { S: 'Migration3.0' },
      cv: { S: 'CLIENT_VERSION_UPGRADE_FROM_2X' },
    });
    expect(await pass(application)).toMatchObject({ given: new Map(), freed: ['a'] });
  });

  it('ends what else a worker left: that it counts as alive, and its leadership', async () => {
    const application = await createApplication([]);
    const tables = applicationTables(application);
    await report(application, 'me');
    await report(application, 'other');
    await put(tables.coordinatorState, { key: { S: 'Leader' }, ownerName: { S: 'me' } });
    expect(await releaseRoles({ dynamodb, tables, workerId: 'me' })).toEqual({
      report: true,
      leadership: true,
      failures: [],
    });
    expect(await get(tables.workerMetrics, { wid: { S: 'me' } })).toBeUndefined();
    expect(await get(tables.workerMetrics, { wid: { S: 'other' } })).toBeDefined();
    expect(await get(tables.coordinatorState, { key: { S: 'Leader' } })).toBeUndefined();
  });

  it('marks the report of a worker that watches, which keeps all else in it, and marks none that is not there', async () => {
    const application = await createApplication([leaseRow('a', 'me')]);
    const tables = applicationTables(application);
    const [watch, absent] = ['me', 'absent'].map((workerId) =>
      createWatch({ dynamodb, tables, workerId, pace, most: Infinity }),
    );
    await report(application, 'me');
    await report(application, 'other');
    const before = await get(tables.workerMetrics, { wid: { S: 'me' } });
    await watch?.step();
    await absent?.step();
    expect(await get(tables.workerMetrics, { wid: { S: 'me' } })).toEqual({
      ...(before as object),
      kclTs: { S: 'watches' },
    });
    expect(await get(tables.workerMetrics, { wid: { S: 'absent' } })).toBeUndefined();
    const { reports, watching } = await callRoll(dynamodb, tables, Date.now());
    expect([...reports.keys()].sort()).toEqual(['me', 'other']);
    expect([...watching]).toEqual(['me']);
  });

  it('leaves the leadership to whom it belongs', async () => {
    const application = await createApplication([]);
    const tables = applicationTables(application);
    await put(tables.coordinatorState, { key: { S: 'Leader' }, ownerName: { S: 'other' } });
    expect(await releaseRoles({ dynamodb, tables, workerId: 'me' })).toEqual({
      report: false,
      leadership: false,
      failures: [],
    });
    expect(await get(tables.coordinatorState, { key: { S: 'Leader' } })).toBeDefined();
  });

  it('finishes a hand-over that the worker had begun, and does not undo one to it', async () => {
    const from = { ...leaseRow('from', 'other'), checkpointOwner: { S: 'me' } };
    const to = { ...leaseRow('to', 'me'), checkpointOwner: { S: 'other' } };
    const application = await createApplication([from, to]);
    await report(application, 'third');
    const { given, freed } = await pass(application);
    expect(given.size).toBe(0);
    expect(freed).toEqual(['from']);
    expect(await get(application, { leaseKey: { S: 'from' } })).toEqual({
      ...leaseRow('from', 'other'),
      leaseCounter: { N: '8' },
    });
    expect(await get(application, { leaseKey: { S: 'to' } })).toEqual(to);
  });

  describe('takes over', () => {
    /** Looks each second until somebody may be lost, with a clock of its own; `each` is what happens before a look. */
    async function take(
      application: string,
      { seconds = 6, workerId = 'me', client = dynamodb, each = () => Promise.resolve() }: Watching = {},
    ): Promise<TakenOver[]> {
      let nowMs = 0;
      const takeOver = createTakeOver({
        dynamodb: client,
        tables: applicationTables(application),
        workerId,
        pace,
        most: Infinity,
        clock: { now: () => nowMs, wallClock: () => Date.now() },
      });
      const told: TakenOver[] = [];
      for (let second = 0; second < seconds; second++) {
        await each(second);
        nowMs = second * 1_000;
        told.push(await takeOver.look());
      }
      return told;
    }
    interface Watching {
      readonly seconds?: number;
      readonly workerId?: string;
      readonly client?: DynamoDBClient;
      readonly each?: (second: number) => Promise<void>;
    }

    async function renew(application: string, shardId: string, owner: string, second: number): Promise<void> {
      await put(application, { ...leaseRow(shardId, owner), leaseCounter: { N: String(7 + second) } });
    }

    /** The shards that were given, to whom, in all looks. */
    function given(told: readonly TakenOver[]): Record<string, string> {
      return Object.fromEntries(told.flatMap((taken) => [...taken.given]));
    }

    /** `lost` renews its leases once and then no more; `other` goes on. */
    async function twoOwners(lost: readonly string[]): Promise<[string, (second: number) => Promise<void>]> {
      const application = await createApplication([]);
      for (const worker of ['me', 'other', 'lost']) await report(application, worker);
      return [
        application,
        async (second) => {
          await renew(application, 'd', 'other', second);
          if (second <= 1) for (const shardId of lost) await renew(application, shardId, 'lost', second);
        },
      ];
    }

    it('the leases of a worker that has not renewed one for failoverTimeMillis, for all that live', async () => {
      const [application, each] = await twoOwners(['a', 'b', 'c']);
      const told = await take(application, { each });
      expect(given(told.slice(0, 5))).toEqual({});
      expect(given(told)).toEqual({ a: 'me', b: 'me', c: 'other' });
      expect(told.flatMap(({ freed, failures }) => [...freed, ...failures])).toEqual([]);
      expect([...(told.at(-1)?.from ?? [])].sort()).toEqual([
        ['a', 'lost'],
        ['b', 'lost'],
        ['c', 'lost'],
      ]);
      expect(await get(application, { leaseKey: { S: 'a' } })).toEqual({
        ...leaseRow('a', 'me'),
        leaseCounter: { N: '9' },
        ownerSwitchesSinceCheckpoint: { N: '3' },
      });
    });

    it('with them, that the lost worker counts as alive, and its leadership once its lock stood still as long', async () => {
      const [application, each] = await twoOwners(['a']);
      const tables = applicationTables(application);
      await put(tables.coordinatorState, leaderLock('lost', 'v1'));
      await take(application, { each, seconds: 9 });
      expect(await get(tables.workerMetrics, { wid: { S: 'lost' } })).toBeUndefined();
      expect(await get(tables.workerMetrics, { wid: { S: 'me' } })).toBeDefined();
      expect(await get(tables.coordinatorState, { key: { S: 'Leader' } })).toBeUndefined();
    });

    it('no leadership of a worker that still gives its lock heartbeats', async () => {
      const [application, each] = await twoOwners(['a']);
      const tables = applicationTables(application);
      await take(application, {
        seconds: 9,
        async each(second) {
          await each(second);
          await put(tables.coordinatorState, leaderLock('lost', `v${second}`));
        },
      });
      expect(await get(tables.coordinatorState, { key: { S: 'Leader' } })).toBeDefined();
    });

    it('the leadership of a worker without leases that has missed two heartbeats', async () => {
      const application = await createApplication([leaseRow('d', 'other')]);
      const tables = applicationTables(application);
      for (const worker of ['me', 'other']) await report(application, worker);
      await put(tables.coordinatorState, leaderLock('gone', 'v1'));
      const each = (second: number): Promise<void> => renew(application, 'd', 'other', second);
      await take(application, { each, seconds: 60 });
      expect(await get(tables.coordinatorState, { key: { S: 'Leader' } })).toBeDefined();
      await take(application, { each, seconds: 70 });
      expect(await get(tables.coordinatorState, { key: { S: 'Leader' } })).toBeUndefined();
    });

    it('nothing of a worker that renews, though what is read at half the price is old', async () => {
      const [application, each] = await twoOwners([]);
      const tables = applicationTables(application);
      await put(tables.coordinatorState, leaderLock('lost', 'v1'));
      const told = await take(application, {
        seconds: 9,
        client: withOldScansAfter(dynamodb, tables.lease, 2),
        async each(second) {
          await each(second);
          await renew(application, 'a', 'lost', second);
        },
      });
      expect(given(told)).toEqual({});
      expect(await get(tables.workerMetrics, { wid: { S: 'lost' } })).toBeDefined();
      expect(await get(tables.coordinatorState, { key: { S: 'Leader' } })).toBeDefined();
    });

    it('nothing for a worker that only reported, and may be dead', async () => {
      const [application, each] = await twoOwners(['a', 'b', 'c']);
      await report(application, 'idle');
      const told = await take(application, { each });
      expect(new Set(Object.values(given(told)))).toEqual(new Set(['me', 'other']));
      expect(Object.keys(given(told)).sort()).toEqual(['a', 'b', 'c']);
    });

    it('nothing when more than half of the owners look lost, this worker among them or not', async () => {
      const application = await createApplication([
        leaseRow('a', 'x'),
        leaseRow('b', 'y'),
        leaseRow('c', 'me'),
      ]);
      for (const worker of ['me', 'x', 'y', 'empty']) await report(application, worker);
      for (const workerId of ['me', 'empty']) {
        const told = await take(application, { seconds: 12, workerId });
        expect(given(told)).toEqual({});
        expect(told.at(-1)?.tooMany).toBe(true);
      }
    });

    it('nothing while this worker does not count as alive, or where workers take leases as in KCL 2.x', async () => {
      const [application, each] = await twoOwners(['a']);
      const { coordinatorState, workerMetrics } = applicationTables(application);
      await put(workerMetrics, { wid: { S: 'me' }, lut: { N: '1' } });
      expect(given(await take(application, { each }))).toEqual({});
      await report(application, 'me');
      const states = [
        { cv: { S: 'CLIENT_VERSION_UPGRADE_FROM_2X' } },
        // Some workers may not have noticed yet that nobody takes leases any more.
        { cv: { S: 'CLIENT_VERSION_3X' }, mts: { N: String(Date.now() - 60_000) }, h: from2x },
      ];
      for (const state of states) {
        await put(coordinatorState, { key: { S: 'Migration3.0' }, ...state });
        expect(given(await take(application, { each }))).toEqual({});
      }
      const longAgo = { N: String(Date.now() - 200_000) };
      await put(coordinatorState, {
        key: { S: 'Migration3.0' },
        cv: { S: 'CLIENT_VERSION_3X' },
        mts: longAgo,
        h: from2x,
      });
      expect(given(await take(application, { each }))).toEqual({ a: 'me' });
    });

    it('a hand-over that the lost worker did not end', async () => {
      const [application, each] = await twoOwners([]);
      const row = { ...leaseRow('a', 'other'), checkpointOwner: { S: 'lost' } };
      const told = await take(application, {
        async each(second) {
          await each(second);
          if (second <= 1) await put(application, { ...row, leaseCounter: { N: String(7 + second) } });
        },
      });
      expect(told.flatMap(({ freed }) => freed)).toEqual(['a']);
      expect(await get(application, { leaseKey: { S: 'a' } })).toEqual({
        ...leaseRow('a', 'other'),
        leaseCounter: { N: '9' },
      });
    });
  });

  it('frees the leases when it may not see who lives, and says why', async () => {
    const application = await createApplication([leaseRow('a', 'me')]);
    await report(application, 'other');
    const refused = await pass(application, { tables: { workerMetrics: '?' } });
    expect(refused).toMatchObject({ given: new Map(), freed: ['a'] });
    expect(refused.failures).toMatchObject([{ name: 'ValidationException' }]);
  });

  it('frees the leases of an application of KCL 2.x, which has no table of workers', async () => {
    const application = await createApplication([leaseRow('a', 'me')]);
    const tables = { coordinatorState: 'NoSuchTable', workerMetrics: 'NoSuchTable' };
    expect(await pass(application, { tables })).toMatchObject({
      given: new Map(),
      freed: ['a'],
      failures: [],
    });
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

const pace = { failoverMs: 3_000, assignEveryMs: 6_000, reportEveryMs: 30_000 };

const from2x = { L: [{ M: { cv: { S: 'CLIENT_VERSION_UPGRADE_FROM_2X' } } }] };

/** A client whose eventually consistent scans of a table show, from some look on, what an earlier one has shown. */
function withOldScansAfter(client: DynamoDBClient, table: string, looks: number): DynamoDBClient {
  let scans = 0;
  let old: unknown;
  const send = async (command: ScanCommand): Promise<unknown> => {
    const isMeant =
      command instanceof ScanCommand &&
      command.input.TableName === table &&
      command.input.ConsistentRead === false;
    if (!isMeant) return client.send(command);
    scans++;
    if (scans <= looks) old = await client.send(command);
    return old;
  };
  return { send } as unknown as DynamoDBClient;
}

function leaderLock(owner: string, version: string): Record<string, AttributeValue> {
  return { key: { S: 'Leader' }, ownerName: { S: owner }, recordVersionNumber: { S: version } };
}

function applicationTables(application: string): ApplicationTables {
  return {
    lease: application,
    coordinatorState: `${application}-CoordinatorState`,
    workerMetrics: `${application}-WorkerMetricStats`,
  };
}
