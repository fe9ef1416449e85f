import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { isFree } from '../../../src/leases/choose-share.js';
import { claimShare } from '../../../src/leases/claim.js';
import { createTakeOver } from '../../../src/leases/take-over.js';
import { passLeases, releaseRoles } from '../../../src/leases/hand-off.js';
import { listLeases, type Lease } from '../../../src/leases/list-leases.js';
import { holderOf, lookAtLeases, renewalIsVisibleAt, type Pace } from '../../../src/leases/live-workers.js';
import { deleteReport } from '../../../src/leases/roles.js';
import { announceStart } from '../../../src/leases/starters.js';
import type { TakeOverOptions } from '../../../src/leases/take-leases.js';
import { createWatch, type Watch } from '../../../src/leases/watch.js';
import { KclWorker, tables, type WorkerOptions } from './kcl-worker.js';

/** What is different on purpose, to see that the model notices. */
export interface Variant {
  readonly pace?: Partial<Pace>;
  readonly client?: (client: DynamoDBClient) => DynamoDBClient;
  /** A worker that stops still counts as alive to the others. */
  readonly counted?: boolean;
  /** A worker that stops gives its leases away before its processors have ended. */
  readonly hasty?: boolean;
  /** A worker's report names leases that it was given and that its java has not found yet. */
  readonly namesWhatItIsGiven?: boolean;
  /** Every worker looks at all leases three times in failoverTimeMillis, whatever the others do. */
  readonly everybodyLooks?: boolean;
}

const same = (client: DynamoDBClient): DynamoDBClient => client;

/** A worker with what kcl-ts does beside the KCL. */
export class KclTsWorker extends KclWorker {
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
    this.#follow(watch);
    this.paced(own.failoverMs / 3, async () =>
      this.stopping ? own.failoverMs : (await watch.step()).nextMs,
    );
  }

  /** What the processors of its shards report, a second after its java has a lease or has it no more. */
  #follow({ witness }: Watch): void {
    const { database, time } = this.options;
    this.owned.onChange = (shardId, has) => {
      void time.sleep(1_000).then(() => {
        if (!this.crashed) witness[has ? 'renews' : 'stops'](shardId);
      });
    };
    if (this.#variant.namesWhatItIsGiven !== true) return;
    this.every(1_000, () => {
      for (const { leaseKey, leaseOwner } of database.items(tables.lease))
        if (leaseOwner?.S === this.id) witness.renews(leaseKey?.S ?? '');
      return Promise.resolve();
    });
  }

  /** As hand-back.ts and keep-away.ts do it, in virtual time. */
  override async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    const { database, time, pace: own, random } = this.options;
    const dynamodb = (this.#variant.client ?? same)(database.clientOf(`${this.id}/kcl-ts`));
    const leaving = { dynamodb, tables, workerId: this.id };
    const clock = { now: () => time.now, wallClock: () => this.wallClock() };
    const look = lookAtLeases(dynamodb, tables.lease, { now: () => time.now });
    const before = await look.catch(() => undefined);
    const pass = (which: (lease: Lease) => boolean): Promise<unknown> =>
      passLeases({ ...leaving, before, pace: own, most: Infinity, which, clock, random });
    const mine = before?.leases.filter((lease) => holderOf(lease) === this.id) ?? [];
    const had = new Set([...this.owned.keys(), ...mine.map(({ shardId }) => shardId)]);
    const keepAway = async (): Promise<void> => {
      while (this.alive && this.#variant.counted !== true) {
        await deleteReport(dynamodb, tables.workerMetrics, this.id).catch(() => undefined);
        await pass(({ shardId }) => !had.has(shardId) && !this.owned.has(shardId)).catch(() => undefined);
        await time.sleep(1_500);
      }
    };
    if (this.#variant.hasty === true) await pass(() => true);
    await Promise.all([super.stop(), keepAway()]);
    // What java had under way has ended as well.
    await time.sleep(50);
    if (before) {
      // Java takes up to failoverTimeMillis more to end, and its leases need not wait for that.
      const endMs = time.now + own.failoverMs * random();
      const visibleMs = renewalIsVisibleAt(before, own);
      await time.sleep(Math.min(endMs, visibleMs) - time.now);
      if (visibleMs < endMs) await pass(() => true);
      await time.sleep(endMs - time.now);
    }
    const isCounted = this.#variant.counted !== true && (await releaseRoles(leaving)).report;
    await pass(() => true);
    if (!isCounted) return;
    await time.sleep(300);
    await pass(() => true);
  }

  /** Takes its share of the free leases, while java starts: that takes it one to three seconds. */
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
