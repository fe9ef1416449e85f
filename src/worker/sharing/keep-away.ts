import { setTimeout as sleep } from 'node:timers/promises';
import { holderOf, type Sighting } from '../../leases/live-workers.js';
import { deleteReport } from '../../leases/roles.js';
import type { PassingOn } from './pass-on.js';

/** How often a worker that stops looks whether it was given something. */
const EVERY_MS = 1_500;

export interface KeepAwayOptions {
  readonly passing: PassingOn;
  /** The leases when the worker was asked to stop. */
  readonly before: Promise<Sighting | undefined>;
  /** The shards that a processor of this worker has started for, if that is known. */
  readonly startedShards: () => ReadonlySet<string> | undefined;
  /** Aborted when java has ended, or when nothing is to be passed on any more. */
  readonly until: AbortSignal;
}

/**
 * Keeps new leases away from a worker that stops. Java writes the report that it lives again every half minute until it
 * has ended, so that report is deleted over and over; and what was given to the worker all the same is passed on before
 * its java finds it.
 */
export async function keepAway({ passing, before, startedShards, until }: KeepAwayOptions): Promise<void> {
  const { dynamodb, tables, workerId } = await passing.leaving();
  const first = await before;
  const had = new Set(
    first?.leases.filter((lease) => holderOf(lease) === workerId).map(({ shardId }) => shardId),
  );
  while (!until.aborted && !passing.denied) {
    await deleteReport(dynamodb, tables.workerMetrics, workerId).catch(passing.unable);
    const started = startedShards();
    if (first && started) {
      await passing
        .pass(({ shardId }) => !had.has(shardId) && !started.has(shardId), first)
        .catch(passing.unable);
    }
    await sleep(EVERY_MS, undefined, { signal: until }).catch(() => undefined);
  }
}
