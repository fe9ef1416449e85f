import type { WorkerEvents } from '../event-bus.js';

export interface ShardProgress {
  readonly shardId: string;
  readonly running: boolean;
  /** Why the processor stopped; undefined while it runs or when its child just vanished. */
  readonly endReason?: string;
  /** Records delivered to this worker's processor so far. */
  readonly records: number;
  /** The last checkpoint that the daemon acknowledged. */
  readonly checkpoint?: string;
  /** The last call had nothing left behind it. */
  readonly caughtUp: boolean;
}

/** What is known of the shards of a worker, until its java has ended. With another java all begins anew. */
export interface Shards {
  /** Whether any shard was ever given to a processor. */
  readonly started: boolean;
  /** The daemon is shutting down, and every processor that reported anything has ended. */
  readonly ended: boolean;
  /** Shards that the daemon means to read, and whose processor has not said that it was initialised. */
  readonly withoutProcessor: readonly string[];
  /** Whether a shard that is none of these is read; in a run until it has caught up one that has more to read. */
  isReading(question: ReadingQuestion): boolean;
  readonly all: readonly ShardProgress[];
}

export interface ReadingQuestion {
  readonly but: ReadonlySet<string>;
  readonly untilCaughtUp: boolean;
  /** Whether processors report; otherwise what the daemon means to read is taken to be read. */
  readonly reported: boolean;
}

export function createShards(events: WorkerEvents): Shards {
  const shards = new Map<string, ShardProgress>();
  const update = (shardId: string, change: Partial<ShardProgress>): void => {
    const known = shards.get(shardId) ?? { shardId, running: true, records: 0, caughtUp: false };
    shards.set(shardId, { ...known, ...change });
  };
  /** The shards of the daemon's, and whether their processor has said that it was initialised. */
  const consumers = new Map<string, boolean>();
  let started = false;
  let shutdown = false;
  events.subscribe('shards', {
    shardAssigned({ shardId }) {
      // Programs that report nothing are known by this alone.
      started = true;
      // The report that it was initialised may overtake the line that tells of the shard.
      if (shardId !== undefined) consumers.set(shardId, shards.get(shardId)?.running === true);
    },
    schedulerStopping: () => void (shutdown = true),
    shardInitialised({ shardId }) {
      consumers.set(shardId, true);
      update(shardId, { running: true, caughtUp: false });
    },
    // What ended may have been another process, from before the lease was lost: only one that runs makes progress.
    progress: ({ shardId, caughtUp, records }) => update(shardId, { running: true, caughtUp, records }),
    checkpoint: ({ shardId, ...checkpoint }) =>
      update(shardId, { checkpoint: describeCheckpoint(checkpoint) }),
    shardEnded: ({ shardId, reason, records }) =>
      update(shardId, { running: false, endReason: reason, records }),
    processorFailed({ shardId }) {
      if (shardId !== undefined) update(shardId, { running: false, endReason: 'failed' });
    },
    hostEnded({ shardIds }) {
      for (const shardId of shardIds) update(shardId, { running: false, endReason: 'failed' });
    },
    ended() {
      shards.clear();
      consumers.clear();
      started = shutdown = false;
    },
  });
  return {
    get withoutProcessor() {
      return [...consumers].filter(([, initialised]) => !initialised).map(([shardId]) => shardId);
    },
    isReading({ but, untilCaughtUp, reported }) {
      if (!reported) return [...consumers.keys()].some((shardId) => !but.has(shardId));
      return [...shards.values()].some(
        ({ shardId, running, caughtUp }) => running && !but.has(shardId) && !(untilCaughtUp && caughtUp),
      );
    },
    get ended() {
      return shutdown && [...shards.values()].every(({ running }) => !running);
    },
    get started() {
      return started || shards.size > 0;
    },
    get all() {
      return [...shards.values()].sort((a, b) => a.shardId.localeCompare(b.shardId));
    },
  };
}

/** `sequence number`, or `sequence number/sub-sequence number` inside an aggregated record. */
export function describeCheckpoint({
  sequenceNumber,
  subSequenceNumber,
}: {
  sequenceNumber: string;
  subSequenceNumber?: number | null;
}): string {
  return subSequenceNumber ? `${sequenceNumber}/${subSequenceNumber}` : sequenceNumber;
}
