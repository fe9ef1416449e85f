import type { LogSink } from './log-sink.js';
import type { Shards } from './shards.js';

/** Says when a worker that goes on for ever has nothing left to read. */
export interface CaughtUpNotice {
  /** To be called with every report of a processor. */
  readonly onShards: (shards: Shards) => void;
  /** The daemon has ended; with another one all begins anew. */
  end(): void;
}

/** Shards come one after another, and are spoken of together. */
const SETTLED_MS = 1_000;
/** A shard that was behind for so long makes it worth saying again; with records that flow, each is behind now and then. */
const BEHIND_MS = 30_000;

export interface CaughtUpNoticeOptions {
  /** Resolves once the stream holds what this run puts into it, with the number of records to be delivered. */
  readonly complete: Promise<number>;
  /** Aborted when the worker is to stop: from then on it waits for nothing. */
  readonly stop: AbortSignal;
  /** A clock in milliseconds. */
  readonly now?: () => number;
}

export function createCaughtUpNotice(
  log: Pick<LogSink, 'say'>,
  { complete, stop, now = () => performance.now() }: CaughtUpNoticeOptions,
): CaughtUpNotice {
  const behindSince = new Map<string, number>();
  let expected = Infinity;
  let isFirst = true;
  let latest: Pick<Shards, 'all' | 'withoutProcessor'> = { all: [], withoutProcessor: [] };
  let said = false;
  let settling: NodeJS.Timeout | undefined;
  const say = (count: number): void => {
    if (stop.aborted) return;
    said = true;
    const where = count === 1 ? '1 shard' : `${count} shards`;
    log.say('info', `caught up: nothing left to read in ${where}; waiting for new records (Ctrl-C stops)`);
  };
  const look = (): void => {
    clearTimeout(settling);
    const delivered = latest.all.reduce((sum, { records }) => sum + records, 0);
    if (said || delivered < expected || latest.withoutProcessor.length > 0) return;
    const running = latest.all.filter((shard) => shard.running);
    if (running.length === 0 || running.some(({ caughtUp }) => !caughtUp)) return;
    settling = setTimeout(say, SETTLED_MS, running.length);
  };
  complete.then(
    (count) => {
      expected = isFirst ? count : 0;
      look();
    },
    () => undefined, // whoever puts the records reports why it could not
  );
  return {
    onShards(shards) {
      latest = shards;
      const at = now();
      for (const { shardId, running, caughtUp } of shards.all) {
        const since = behindSince.get(shardId);
        if (running && since !== undefined && at - since >= BEHIND_MS) said = false;
        if (running && !caughtUp) behindSince.set(shardId, since ?? at);
        else behindSince.delete(shardId);
      }
      look();
    },
    end() {
      clearTimeout(settling);
      latest = { all: [], withoutProcessor: [] };
      behindSince.clear();
      said = false;
      // The next daemon goes on where this one was: nobody knows how many records it is given.
      isFirst = false;
      if (expected < Infinity) expected = 0;
    },
  };
}
