import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { lookAtLeases, type Pace } from '../../../src/leases/live-workers.js';
import { isFree } from '../../../src/leases/choose-share.js';
import { claimShare } from '../../../src/leases/claim.js';
import { passLeases, releaseRoles } from '../../../src/leases/hand-off.js';
import type { Lease } from '../../../src/leases/list-leases.js';
import { deleteReport } from '../../../src/leases/roles.js';
import { listLeases } from '../../../src/leases/list-leases.js';
import { announceStart } from '../../../src/leases/starters.js';
import { createTakeOver } from '../../../src/leases/failover.js';
import type { TakeOverOptions } from '../../../src/leases/take-leases.js';
import { createWatch } from '../../../src/leases/watch.js';
import { KclWorker, actualOwner, keys, tables, type WorkerOptions } from './kcl-worker.js';
import { MemoryTables, refusal, type Call, type Item, type Write } from './memory-tables.js';
import { VirtualTime } from './virtual-time.js';

export const pace: Pace = { failoverMs: 10_000, assignEveryMs: 20_000, reportEveryMs: 30_000 };

/** A worker with what kcl-ts does beside the KCL. */
class KclTsWorker extends KclWorker {
  readonly #variant: Variant;
  readonly #claims: boolean;

  constructor(options: WorkerOptions, variant: Variant, claims: boolean) {
    super(options);
    this.#variant = variant;
    this.#claims = claims;
    if (claims) this.firstCheckpointMs = 1_000;
  }

  override start(): void {
    const { database, time, pace: own, random } = this.options;
    const dynamodb = (this.#variant.client ?? same)(database.clientOf(`${this.id}/kcl-ts`));
    const claim = this.#claims ? this.#claim(dynamodb).catch(() => undefined) : undefined;
    if (claim === undefined) super.start();
    else void claim.then(() => super.start());
    const options: TakeOverOptions = {
      dynamodb,
      tables,
      workerId: this.id,
      pace: { ...own, ...this.#variant.pace },
      most: Infinity,
      clock: { now: () => time.now, wallClock: () => this.wallClock() },
    };
    if (this.#variant.everybodyLooks === true) {
      const takeOver = createTakeOver(options);
      this.every(own.failoverMs / 3, async () => {
        await takeOver.look();
      });
      return;
    }
    const watch = createWatch({ ...options, random });
    this.paced(own.failoverMs / 3, async () => (await watch.step()).nextMs);
  }

  /** Takes its share of the free leases, while java starts: that takes it one to three seconds. */
  /** As hand-back.ts and keep-away.ts do it, in virtual time. */
  override async stop(): Promise<void> {
    const { database, time, pace: own, random } = this.options;
    const dynamodb = (this.#variant.client ?? same)(database.clientOf(`${this.id}/kcl-ts`));
    const leaving = { dynamodb, tables, workerId: this.id };
    const clock = { now: () => time.now, wallClock: () => this.wallClock() };
    const before = await lookAtLeases(dynamodb, tables.lease, { now: () => time.now });
    const pass = (which: (lease: Lease) => boolean): Promise<unknown> =>
      passLeases({ ...leaving, before, pace: own, most: Infinity, which, clock, random });
    const had = new Set(this.owned.keys());
    const keepAway = async (): Promise<void> => {
      while (this.alive && this.#variant.counted !== true) {
        await deleteReport(dynamodb, tables.workerMetrics, this.id).catch(() => undefined);
        await pass(({ shardId }) => !had.has(shardId) && !this.owned.has(shardId)).catch(() => undefined);
        await time.sleep(1_500);
      }
    };
    await Promise.all([super.stop(), keepAway()]);
    // What java had under way has ended as well.
    await time.sleep(50);
    const isCounted = this.#variant.counted !== true && (await releaseRoles(leaving)).report;
    await pass(() => true);
    if (!isCounted) return;
    await time.sleep(300);
    await pass(() => true);
  }

  async #claim(dynamodb: DynamoDBClient): Promise<void> {
    const { time, random } = this.options;
    const seen = await listLeases(dynamodb, tables.lease);
    if (seen.some(isFree)) await announceStart(dynamodb, tables.coordinatorState, this.id, this.wallClock());
    await time.sleep(500 + 2_000 * random());
    if (!this.alive) return;
    await claimShare(seen, {
      dynamodb,
      tables,
      workerId: this.id,
      pace: this.options.pace,
      most: Infinity,
      startsAs3x: true,
      wallClockMs: this.wallClock(),
    });
    await time.sleep(200 + 1_000 * random());
  }
}

/** What is different on purpose, to see that the model notices. */
export interface Variant {
  readonly pace?: Partial<Pace>;
  readonly client?: (client: DynamoDBClient) => DynamoDBClient;
  /** A worker that stops still counts as alive to the others. */
  readonly counted?: boolean;
  /** Every worker looks at all leases three times in failoverTimeMillis, whatever the others do. */
  readonly everybodyLooks?: boolean;
}

const same = (client: DynamoDBClient): DynamoDBClient => client;

export interface FleetOptions {
  readonly seed: number;
  readonly shards: number;
  readonly variant?: Variant;
  /** Eventually consistent reads are at most this old, in milliseconds. */
  readonly staleMs?: number;
  /** Workers of kcl-ts take free leases when they start. @default false */
  readonly claims?: boolean;
  /** A row of the lease table as it is at first. */
  readonly rowOf?: (shard: number) => Item;
}

/** An application, its workers and its tables, in virtual time; it notes whatever may not happen. */
export class Fleet {
  readonly time = new VirtualTime();
  readonly random: () => number;
  readonly database: MemoryTables;
  readonly workers = new Map<string, KclWorker>();
  readonly violations: string[] = [];
  /** Leases that kcl-ts took from a worker. */
  takes = 0;
  /** What stands in the way of a call, by its name. */
  readonly obstacles = new Map<string, (call: Call) => Promise<void> | undefined>();
  /** Until when each worker could not do what it should. */
  readonly #troubledMs = new Map<string, number>();
  readonly #variant: Variant;
  readonly #claims: boolean;

  constructor({ seed, shards, variant = {}, claims = false, staleMs = 0, rowOf = freeLease }: FleetOptions) {
    this.random = randomFrom(seed);
    this.#variant = variant;
    this.#claims = claims;
    this.database = new MemoryTables({
      time: this.time,
      random: this.random,
      keys,
      staleMs: () => staleMs * this.random(),
      obstacle: async (call) => {
        for (const obstacle of this.obstacles.values()) await obstacle(call);
      },
      onWrite: (write) => this.#check(write),
    });
    this.database.put(tables.coordinatorState, {
      key: { S: 'Migration3.0' },
      cv: { S: 'CLIENT_VERSION_3X' },
      mts: { N: '1' },
    });
    for (let shard = 0; shard < shards; shard++) this.database.put(tables.lease, rowOf(shard));
  }

  start(id: string, kind: 'kcl-ts' | 'stock' = 'kcl-ts', skewMs = 0): KclWorker {
    const options = { id, time: this.time, random: this.random, database: this.database, pace, skewMs };
    const worker =
      kind === 'stock' ? new KclWorker(options) : new KclTsWorker(options, this.#variant, this.#claims);
    this.workers.set(id, worker);
    worker.start();
    return worker;
  }

  /** From now until then nobody may count on this worker's renewals. */
  trouble(id: string, untilMs = this.time.now): void {
    this.#troubledMs.set(id, Math.max(untilMs, this.#troubledMs.get(id) ?? 0));
  }

  /** For so long, calls fail that this is true of. */
  refuse(name: string, ms: number, what: (call: Call) => boolean, error: string): void {
    const endMs = this.time.now + ms;
    this.obstacles.set(name, (call) => {
      if (this.time.now >= endMs || !what(call)) return undefined;
      return Promise.reject(refusal(error));
    });
  }

  get alive(): KclWorker[] {
    return [...this.workers.values()].filter(({ alive }) => alive);
  }

  /** Shards that no living worker reads. */
  unread(): string[] {
    return this.database
      .items(tables.lease)
      .map(({ leaseKey }) => leaseKey?.S ?? '')
      .filter((shard) => !this.alive.some(({ owned }) => owned.has(shard)));
  }

  /** Runs until every shard is read, and tells how long that took; Infinity if longer than the limit. */
  async untilRead(limitMs: number): Promise<number> {
    const startMs = this.time.now;
    while (this.unread().length > 0) {
      if (this.time.now - startMs > limitMs) return Infinity;
      await this.time.runUntil(this.time.now + 250);
    }
    return this.time.now - startMs;
  }

  #check({ actor, table, key, before, after }: Write): void {
    if (before === undefined || actor === 'setup') return;
    const at = `at ${Math.round(this.time.now)} ms ${actor} on ${key}`;
    if (table !== tables.lease) {
      const whose = before['ownerName']?.S ?? before['wid']?.S;
      if (after === undefined && actor !== `${whose ?? ''}/kcl-ts` && this.#isWell(whose))
        this.violations.push(`${at}: deleted what ${String(whose)} has, which lives`);
      return;
    }
    if (after === undefined) {
      this.violations.push(`${at}: a lease was deleted`);
      return;
    }
    if (String(after['checkpoint']?.S) < String(before['checkpoint']?.S)) {
      this.violations.push(`${at}: the checkpoint went back`);
    }
    if (actor.endsWith('/kcl-ts')) this.#checkOwn(at, before, after);
  }

  #checkOwn(at: string, before: Item, after: Item): void {
    const mayChange = new Set([
      'leaseOwner',
      'checkpointOwner',
      'leaseCounter',
      'ownerSwitchesSinceCheckpoint',
    ]);
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (!mayChange.has(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]))
        this.violations.push(`${at}: ${name} was changed`);
    }
    const holder = actualOwner(before);
    if (holder === undefined || holder === actualOwner(after)) return;
    this.takes++;
    if (this.#isWell(holder)) this.violations.push(`${at}: taken from ${holder}, which lives`);
  }

  /** Nothing has stood in its way, or not for so long that it has found its leases and renews them. */
  #isWell(id: string | undefined): boolean {
    if (id === undefined || this.workers.get(id)?.alive !== true) return false;
    const wellForMs = this.time.now - (this.#troubledMs.get(id) ?? -Infinity);
    return wellForMs > 1.2 * (pace.assignEveryMs / 2 + (4 / 3) * pace.failoverMs);
  }
}

function freeLease(shard: number): Item {
  return {
    leaseKey: { S: `shard-${shard}` },
    checkpoint: { S: '000000000000' },
    leaseCounter: { N: '0' },
    ownerSwitchesSinceCheckpoint: { N: '0' },
    parentShardId: { SS: ['gone'] },
  };
}

/** mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
