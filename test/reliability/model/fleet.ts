import type { Pace } from '../../../src/leases/live-workers.js';
import { KclTsWorker, type Variant } from './kcl-ts-worker.js';
import { KclWorker, actualOwner, keys, tables } from './kcl-worker.js';
import { MemoryTables, refusal, type Call, type Item, type Write } from './memory-tables.js';
import { VirtualTime } from './virtual-time.js';

export type { Variant } from './kcl-ts-worker.js';

export const pace: Pace = { failoverMs: 10_000, assignEveryMs: 20_000, reportEveryMs: 30_000 };

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
  /** When a lease was last taken from each worker that was not well. */
  readonly #takenMs = new Map<string, number>();
  readonly #writesLeft = new Map<string, number>();
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
        // What has crashed asks for nothing any more, nor does it see an answer.
        if (this.workers.get(call.actor.replace(/\/.*/, ''))?.crashed === true)
          await new Promise(() => undefined);
        for (const obstacle of this.obstacles.values()) await obstacle(call);
      },
      onWrite: (write) => {
        this.#check(write);
        this.#countDown(write.actor);
      },
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

  /** It crashes right after it has written so often, be it by the KCL or by kcl-ts. */
  crashAfter(id: string, writes: number): void {
    this.#writesLeft.set(id, writes);
  }

  /** Nobody who has not crashed yet will. */
  crashNoMore(): void {
    this.#writesLeft.clear();
  }

  #countDown(actor: string): void {
    const id = actor.replace(/\/.*/, '');
    const left = this.#writesLeft.get(id);
    if (left === undefined) return;
    this.#writesLeft.set(id, left - 1);
    if (left === 1) this.workers.get(id)?.crash();
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

  /** Those that are not about to end. */
  get staying(): KclWorker[] {
    return this.alive.filter(({ stopping }) => !stopping);
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

  #check(write: Write): void {
    const { actor, table, key, before, after } = write;
    if (before === undefined || actor === 'setup') return;
    const at = `at ${Math.round(this.time.now)} ms ${actor} on ${key}`;
    if (table !== tables.lease) {
      const whose = before['ownerName']?.S ?? before['wid']?.S;
      // Who was rightly taken for lost may lose its lock a little later as well.
      const wasTaken = this.time.now - (this.#takenMs.get(whose ?? '') ?? -Infinity) < 2 * pace.failoverMs;
      const isOwn = actor === `${whose ?? ''}/kcl-ts`;
      if (after === undefined && !isOwn && !wasTaken && this.#isWell(whose))
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
    if (actor.endsWith('/kcl-ts')) this.#checkOwn(at, write, before, after);
  }

  #checkOwn(at: string, { actor, key }: Write, before: Item, after: Item): void {
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
    if (!this.#isWell(holder)) this.#takenMs.set(holder, this.time.now);
    const worker = this.workers.get(holder);
    if (actor === `${holder}/kcl-ts`) {
      if (worker?.alive === true && worker.owned.get(key)?.counter === Number(before['leaseCounter']?.N))
        this.violations.push(`${at}: given away while it is processed`);
    } else if (this.#isWell(holder)) this.violations.push(`${at}: taken from ${holder}, which lives`);
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
