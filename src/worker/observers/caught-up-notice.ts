import type { WorkerEvents } from '../event-bus.js';
import { expectRecords } from './expected-records.js';
import type { Shards } from './shards.js';

/** Shards come one after another, and are spoken of together. */
const SETTLED_MS = 1_000;
/** A shard that was behind for so long makes it worth saying again; with records that flow, each is behind now and then. */
const BEHIND_MS = 30_000;

export interface CaughtUpNoticeOptions {
  readonly events: WorkerEvents;
  readonly shards: Pick<Shards, 'all' | 'withoutProcessor'>;
  /** Resolves once the stream holds what this run puts into it, with the number of records to be delivered. */
  readonly complete: Promise<number>;
  /** Aborted when the worker is to stop: from then on it waits for nothing. */
  readonly stop: AbortSignal;
  /** A clock in milliseconds. */
  readonly now?: () => number;
}

/** Tells when a worker that goes on for ever has nothing left to read. With another java all begins anew. */
export function noticeCaughtUp({
  events,
  shards,
  complete,
  stop,
  now = () => performance.now(),
}: CaughtUpNoticeOptions): void {
  const behindSince = new Map<string, number>();
  let said = false;
  let settling: NodeJS.Timeout | undefined;
  const say = (count: number): void => {
    if (stop.aborted) return;
    said = true;
    events.emit({ type: 'caughtUp', shards: count });
  };
  const look = (): void => {
    clearTimeout(settling);
    const { all, withoutProcessor } = shards;
    const delivered = all.reduce((sum, { records }) => sum + records, 0);
    if (said || delivered < expected.count || withoutProcessor.length > 0) return;
    const running = all.filter((shard) => shard.running);
    if (running.length === 0 || running.some(({ caughtUp }) => !caughtUp)) return;
    settling = setTimeout(say, SETTLED_MS, running.length);
  };
  const expected = expectRecords(events, { complete, onKnown: look });
  const follow = (): void => {
    const at = now();
    for (const { shardId, running, caughtUp } of shards.all) {
      const since = behindSince.get(shardId);
      if (running && since !== undefined && at - since >= BEHIND_MS) said = false;
      if (running && !caughtUp) behindSince.set(shardId, since ?? at);
      else behindSince.delete(shardId);
    }
    look();
  };
  events.subscribe('the notice of having caught up', {
    shardInitialised: follow,
    progress: follow,
    shardEnded: follow,
    processorFailed: follow,
    ended() {
      clearTimeout(settling);
      behindSince.clear();
      said = false;
    },
  });
}
