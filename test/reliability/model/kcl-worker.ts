import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { Pace } from '../../../src/leases/live-workers.js';
import type { Item, MemoryTables } from './memory-tables.js';
import type { VirtualTime } from './virtual-time.js';

export const tables = { lease: 'leases', coordinatorState: 'state', workerMetrics: 'workers' };
export const keys = { leases: 'leaseKey', state: 'key', workers: 'wid' };

/** What a lock client waits before it takes a lock that had no heartbeat (DynamoDBLockBasedLeaderDecider). */
const LOCK_MS = 120_000;
const HEARTBEAT_MS = 30_000;
/** Its epsilon: what renewals and discovery come early by. */
const EARLY_MS = 25;

export interface WorkerOptions {
  readonly id: string;
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly database: MemoryTables;
  readonly pace: Pace;
  /** How far its wall clock is off, in milliseconds. */
  readonly skewMs: number;
}

/** As long as the last ten loads of its CPU, which are in a report too. */
const sts = { S: '12.345678901234567,'.repeat(10) };

/** What a worker reports, and when: seconds since 1970. */
export function reportOf(worker: string, seconds: number): Item {
  return { wid: { S: worker }, lut: { N: String(seconds) }, sts };
}

interface Owned {
  counter: number;
  renewedMs: number;
  handingOver: boolean;
  /** A lease is written by one at a time (synchronized). */
  writing?: Promise<void>;
}

/** The leases that the renewer has. */
class OwnedLeases extends Map<string, Owned> {
  /** Told of each lease that is new to it, or gone. */
  onChange: (shardId: string, has: boolean) => void = () => undefined;

  override set(shardId: string, lease: Owned): this {
    const isNew = !this.has(shardId);
    super.set(shardId, lease);
    if (isNew) this.onChange(shardId, true);
    return this;
  }

  override delete(shardId: string): boolean {
    const had = super.delete(shardId);
    if (had) this.onChange(shardId, false);
    return had;
  }
}

/**
 * A worker by the rules of KCL 3.1.3, as far as leases go: DynamoDBLeaseRenewer, DynamoDBLeaseDiscoverer,
 * LeaseAssignmentManager with its lock, LeaseGracefulShutdownHandler, WorkerMetricStatsReporter, and checkpoints.
 */
export class KclWorker {
  readonly id: string;
  readonly owned = new OwnedLeases();
  /** Its java runs. */
  alive = true;
  /** Nothing of it runs, not even what kcl-ts does beside java. */
  crashed = false;
  /** It was asked to stop. */
  stopping = false;
  protected readonly options: WorkerOptions;
  protected readonly dynamodb: DynamoDBClient;
  /** Where it has leases from its start: the KCL does not store a checkpoint of a lease while it renews it. */
  protected firstCheckpointMs = 0;
  /** What it reads as the leader, counted by itself. */
  protected readonly leader: DynamoDBClient;
  #resume: Promise<void> | undefined;
  #leads = false;
  #lock: { readonly version: string; readonly sinceMs: number } | undefined;
  /** The version that it gave the lock itself: its heartbeats go on until one is refused. */
  #held: string | undefined;
  #versions = 0;
  #before = new Map<string, { readonly counter: number; readonly risenMs: number }>();

  constructor(options: WorkerOptions) {
    this.options = options;
    this.id = options.id;
    this.dynamodb = options.database.clientOf(options.id);
    this.leader = options.database.clientOf(options.id, 'leader');
  }

  start(): void {
    const { pace } = this.options;
    void this.#initialize().then(() => {
      this.every(pace.failoverMs / 3 - EARLY_MS, () => this.#renew());
      this.every(pace.assignEveryMs / 2 - EARLY_MS, () => this.#adopt(false));
      this.every(pace.reportEveryMs, () => this.#report(), 500);
      this.every(pace.assignEveryMs, () => this.#assign(), 100);
      this.every(HEARTBEAT_MS, () => this.#heartbeat());
      this.every(5_000, () => this.#checkpoint(), this.firstCheckpointMs);
    });
  }

  /** LeaseRenewer.initialize, which the scheduler tries again. */
  async #initialize(): Promise<void> {
    while (this.alive) {
      try {
        await this.#adopt(true);
        return;
      } catch {
        await this.options.time.sleep(1_000);
      }
    }
  }

  /** As kill -9 does. */
  crash(): void {
    this.alive = false;
    this.crashed = true;
  }

  /** As SIGSTOP does, or a virtual machine that is moved. */
  async pause(ms: number): Promise<void> {
    await (this.#resume = this.options.time.sleep(ms));
    this.#resume = undefined;
  }

  wallClock(): number {
    return 1_800_000_000_000 + this.options.time.now + this.options.skewMs;
  }

  /**
   * Each processor makes its last checkpoint and its lease is dropped; when all have, nothing of the worker is left but what
   * the tables hold. Until then it looks for leases as before (DynamoDBLeaseCoordinator.stopLeaseTaker does not stop that).
   */
  async stop(): Promise<void> {
    const { time, random } = this.options;
    this.stopping = true;
    const end = async ([shardId, lease]: [string, Owned]): Promise<void> => {
      await time.sleep(500 + 1_500 * random());
      while (this.#resume !== undefined) await this.#resume;
      if (!this.alive) return;
      await this.#raise(shardId, lease, { checkpoint: this.#position() }).catch(() => undefined);
      this.owned.delete(shardId);
    };
    await Promise.all([time.sleep(500), ...[...this.owned].map(end)]);
    this.alive = false;
    this.owned.clear();
  }

  protected every(ms: number, action: () => Promise<void>, firstMs = 0): void {
    const { time } = this.options;
    const timed = async (): Promise<number> => {
      const startedMs = time.now;
      await action().catch(() => undefined);
      return startedMs + ms - time.now;
    };
    this.paced(ms, timed, firstMs);
  }

  /** The action tells how long to wait for the next one; when it fails, it is as long as said here. */
  protected paced(afterFailureMs: number, action: () => Promise<number>, firstMs = 0): void {
    const { time, random } = this.options;
    const loop = async (): Promise<void> => {
      await time.sleep(firstMs + random() * 20);
      for (;;) {
        while (this.#resume !== undefined) await this.#resume;
        if (!this.alive) return;
        await time.sleep(Math.max(1, await action().catch(() => afterFailureMs)));
      }
    };
    void loop();
  }

  async #renew(): Promise<void> {
    await Promise.all([...this.owned].map(([shardId, lease]) => this.#renewOne(shardId, lease)));
  }

  async #renewOne(shardId: string, lease: Owned): Promise<void> {
    const { time, pace, database } = this.options;
    if (lease.handingOver) return;
    if (time.now - lease.renewedMs > pace.failoverMs) {
      this.owned.delete(shardId);
      return;
    }
    await this.#raise(shardId, lease, {});
    const item = database.item(tables.lease, shardId);
    if (item?.['checkpointOwner']?.S === this.id) void this.#handOver(shardId, lease, item);
  }

  /** A write that only the owner can make: it is conditional on the counter, and raises it. */
  #raise(shardId: string, lease: Owned, more: Item): Promise<void> {
    const written = (lease.writing ?? Promise.resolve()).then(() => this.#raiseNow(shardId, lease, more));
    lease.writing = written.catch(() => undefined);
    return written;
  }

  async #raiseNow(shardId: string, lease: Owned, more: Item): Promise<void> {
    if (this.owned.get(shardId) !== lease) return;
    const next = lease.counter + 1;
    const sets = Object.keys(more).map((name) => `${name} = :${name}`);
    try {
      await this.dynamodb.send(
        new UpdateItemCommand({
          TableName: tables.lease,
          Key: { leaseKey: { S: shardId } },
          UpdateExpression: `SET ${['leaseCounter = :next', ...sets].join(', ')}`,
          ConditionExpression: 'leaseCounter = :counter',
          ExpressionAttributeValues: {
            ':next': { N: String(next) },
            ':counter': { N: String(lease.counter) },
            ...Object.fromEntries(Object.entries(more).map(([name, value]) => [`:${name}`, value])),
          },
        }),
      );
      lease.counter = next;
      lease.renewedMs = this.options.time.now;
    } catch (error) {
      if (isRefused(error)) this.owned.delete(shardId);
      else throw error;
    }
  }

  async #handOver(shardId: string, lease: Owned, { leaseOwner }: Item): Promise<void> {
    const { time, random } = this.options;
    lease.handingOver = true;
    await time.sleep(1_000 + 2_000 * random());
    if (!this.alive || leaseOwner?.S === undefined) return;
    this.owned.delete(shardId);
    await this.dynamodb
      .send(
        new UpdateItemCommand({
          TableName: tables.lease,
          Key: { leaseKey: { S: shardId } },
          UpdateExpression: 'REMOVE checkpointOwner ADD leaseCounter :one, ownerSwitchesSinceCheckpoint :one',
          ConditionExpression: 'leaseOwner = :heir AND checkpointOwner = :me',
          ExpressionAttributeValues: { ':one': { N: '1' }, ':heir': leaseOwner, ':me': { S: this.id } },
        }),
      )
      .catch(() => undefined);
  }

  /** Finds the leases that bear its name: at first by all leases, then by the index of owners. */
  async #adopt(atFirst: boolean): Promise<void> {
    const { Items = [] } = await (atFirst
      ? this.dynamodb.send(new ScanCommand({ TableName: tables.lease, ConsistentRead: true }))
      : this.dynamodb.send(
          new QueryCommand({
            TableName: tables.lease,
            IndexName: 'LeaseOwnerToLeaseKeyIndex',
            KeyConditionExpression: 'leaseOwner = :me',
            ExpressionAttributeValues: { ':me': { S: this.id } },
          }),
        ));
    for (const { leaseKey, leaseOwner } of Items) {
      if (leaseKey?.S === undefined || leaseOwner?.S !== this.id || this.owned.has(leaseKey.S)) continue;
      const { Item } = await this.dynamodb.send(
        new GetItemCommand({ TableName: tables.lease, Key: { leaseKey }, ConsistentRead: true }),
      );
      if (Item?.['leaseOwner']?.S !== this.id || Item['checkpointOwner'] !== undefined) continue;
      const counter = Number(Item['leaseCounter']?.N ?? 0);
      this.owned.set(leaseKey.S, { counter, renewedMs: this.options.time.now, handingOver: false });
    }
  }

  async #report(): Promise<void> {
    const lut = { N: String(Math.floor(this.wallClock() / 1000)) };
    await this.dynamodb.send(
      new UpdateItemCommand({
        TableName: tables.workerMetrics,
        Key: { wid: { S: this.id } },
        UpdateExpression: 'SET lut = :lut, sts = :sts',
        ExpressionAttributeValues: { ':lut': lut, ':sts': sts },
      }),
    );
  }

  async #checkpoint(): Promise<void> {
    const checkpoint = this.#position();
    // A shard may long have no records, and then nothing but its renewals shows that its worker lives.
    const checkpointing = [...this.owned].filter(
      ([, { handingOver }]) => !handingOver && this.options.random() > 0.7,
    );
    await Promise.all(checkpointing.map(([shardId, lease]) => this.#raise(shardId, lease, { checkpoint })));
  }

  #position(): { S: string } {
    return { S: String(Math.round(this.options.time.now)).padStart(12, '0') };
  }

  async #isLeader(): Promise<boolean> {
    const { time } = this.options;
    const { Item } = await this.dynamodb.send(
      new GetItemCommand({ TableName: tables.coordinatorState, Key: { key: { S: 'Leader' } } }),
    );
    const version = Item?.['recordVersionNumber']?.S;
    if (Item?.['ownerName']?.S === this.id) return true;
    if (version !== undefined) {
      if (this.#lock?.version !== version) this.#lock = { version, sinceMs: time.now };
      if (time.now - this.#lock.sinceMs < LOCK_MS) return false;
    }
    return this.#writeLock(version);
  }

  async #writeLock(seen: string | undefined): Promise<boolean> {
    const item = { key: { S: 'Leader' }, ownerName: { S: this.id } };
    const version = `${this.id}-${++this.#versions}`;
    await this.dynamodb.send(
      new PutItemCommand({
        TableName: tables.coordinatorState,
        Item: { ...item, recordVersionNumber: { S: version } },
        ConditionExpression: seen === undefined ? 'attribute_not_exists(key)' : 'recordVersionNumber = :seen',
        ...(seen === undefined ? {} : { ExpressionAttributeValues: { ':seen': { S: seen } } }),
      }),
    );
    this.#held = version;
    return true;
  }

  async #heartbeat(): Promise<void> {
    if (this.#held === undefined) return;
    try {
      await this.#writeLock(this.#held);
    } catch (error) {
      if (isRefused(error)) this.#held = undefined;
      throw error;
    }
  }

  async #assign(): Promise<void> {
    const { time, pace } = this.options;
    const leads = await this.#isLeader().catch(() => false);
    if (leads && !this.#leads) this.#before.clear();
    this.#leads = leads;
    if (!leads) return;
    const [{ Items: leases = [] }, { Items: reports = [] }] = await Promise.all([
      this.leader.send(new ScanCommand({ TableName: tables.lease })),
      this.leader.send(new ScanCommand({ TableName: tables.workerMetrics })),
    ]);
    const oldest = Math.floor((this.wallClock() - 2 * pace.reportEveryMs) / 1000);
    const load = new Map(
      reports.filter(({ lut }) => Number(lut?.N) >= oldest).map(({ wid }) => [wid?.S ?? '', 0]),
    );
    const idle: Item[] = [];
    const earlier = this.#before;
    this.#before = new Map();
    for (const lease of leases) {
      const owner = actualOwner(lease);
      const counter = Number(lease['leaseCounter']?.N);
      const known = earlier.get(lease['leaseKey']?.S ?? '');
      const risen = known === undefined ? owner !== undefined : counter > known.counter;
      const risenMs = risen ? time.now : (known?.risenMs ?? -Infinity);
      this.#before.set(lease['leaseKey']?.S ?? '', { counter, risenMs });
      if (owner === undefined || time.now - risenMs > pace.failoverMs) idle.push(lease);
      else load.set(owner, (load.get(owner) ?? -Infinity) + 1);
    }
    for (const lease of idle) if (this.alive) await this.#give(lease, load);
    if (idle.length === 0) await this.#balance(leases, load);
  }

  async #give(lease: Item, load: Map<string, number>): Promise<void> {
    const heir = least(load);
    if (heir === undefined) return;
    load.set(heir, (load.get(heir) ?? 0) + 1);
    const owned = lease['leaseOwner'] !== undefined;
    const handed = lease['checkpointOwner'] !== undefined;
    const isSwitch = owned && lease['leaseOwner']?.S !== heir;
    const counted = ['leaseCounter :one', ...(isSwitch ? ['ownerSwitchesSinceCheckpoint :one'] : [])];
    await this.dynamodb
      .send(
        new UpdateItemCommand({
          TableName: tables.lease,
          Key: { leaseKey: lease['leaseKey'] ?? { S: '' } },
          UpdateExpression: `SET leaseOwner = :heir REMOVE checkpointOwner ADD ${counted.join(', ')}`,
          ConditionExpression: [
            owned ? 'leaseOwner = :owner' : 'attribute_not_exists(leaseOwner)',
            handed ? 'checkpointOwner = :holder' : 'attribute_not_exists(checkpointOwner)',
            'leaseCounter = :counter',
          ].join(' AND '),
          ExpressionAttributeValues: {
            ':heir': { S: heir },
            ':one': { N: '1' },
            ':counter': lease['leaseCounter'] ?? { N: '0' },
            ...(owned ? { ':owner': lease['leaseOwner'] ?? { S: '' } } : {}),
            ...(handed ? { ':holder': lease['checkpointOwner'] ?? { S: '' } } : {}),
          },
        }),
      )
      .catch(() => undefined);
  }

  /** One lease at a time goes from the worker with the most to the one with the fewest, with its last checkpoint. */
  async #balance(leases: readonly Item[], load: Map<string, number>): Promise<void> {
    const heir = least(load);
    const [most] = [...load].sort((a, b) => b[1] - a[1]);
    if (heir === undefined || most === undefined || most[1] - (load.get(heir) ?? 0) < 2) return;
    const lease = leases.find(
      (one) => one['leaseOwner']?.S === most[0] && one['checkpointOwner'] === undefined,
    );
    if (lease?.['leaseKey'] === undefined) return;
    await this.dynamodb
      .send(
        new UpdateItemCommand({
          TableName: tables.lease,
          Key: { leaseKey: lease['leaseKey'] },
          UpdateExpression: 'SET leaseOwner = :heir, checkpointOwner = :holder',
          ConditionExpression: 'leaseOwner = :holder AND attribute_not_exists(checkpointOwner)',
          ExpressionAttributeValues: { ':heir': { S: heir }, ':holder': { S: most[0] } },
        }),
      )
      .catch(() => undefined);
  }
}

export function actualOwner(lease: Item): string | undefined {
  return lease['checkpointOwner']?.S ?? lease['leaseOwner']?.S;
}

function least(load: ReadonlyMap<string, number>): string | undefined {
  return [...load]
    .filter(([, count]) => count >= 0)
    .sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))
    .map(([worker]) => worker)[0];
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}
