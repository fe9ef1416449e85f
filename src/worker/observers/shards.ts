import type { WorkerEvents } from '../event-bus.js';
import { HandledRecords } from './handled-records.js';

export interface ShardProgress {
  readonly shardId: string;
  readonly running: boolean;
  /** Why the processor stopped; undefined while it runs or when its child just vanished. */
  readonly endReason?: string;
  /** Records that this worker's processors have handled so far, one after another. */
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
  /** Which of a shard's processors has begun last. One from before may still end: after a lost lease, or its replacement. */
  const newest = new Map<string, string | undefined>();
  const isOlder = (shardId: string, session: string | undefined): boolean =>
    newest.has(shardId) && newest.get(shardId) !== session;
  const handled = new Map<string, HandledRecords>();
  const handledOf = (shardId: string): HandledRecords => {
    const known = handled.get(shardId) ?? new HandledRecords();
    handled.set(shardId, known);
    return known;
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
    shardInitialised({ shardId, session }) {
      consumers.set(shardId, true);
      newest.set(shardId, session);
      update(shardId, { running: true, caughtUp: false });
    },
    progress({ shardId, session, caughtUp, records }) {
      const count = handledOf(shardId);
      count.progress(session, records);
      const state = isOlder(shardId, session) ? {} : { running: true, caughtUp };
      update(shardId, { ...state, records: count.total });
    },
    checkpoint: ({ shardId, ...checkpoint }) =>
      update(shardId, { checkpoint: describeCheckpoint(checkpoint) }),
    shardEnded({ shardId, session, reason, records }) {
      const count = handledOf(shardId);
      count.end(session, records);
      const state = isOlder(shardId, session) ? {} : { running: false, endReason: reason };
      update(shardId, { ...state, records: count.total });
    },
    processorFailed({ shardId }) {
      if (shardId !== undefined) update(shardId, { running: false, endReason: 'failed' });
    },
    hostEnded({ shardIds }) {
      for (const shardId of shardIds) update(shardId, { running: false, endReason: 'failed' });
    },
    ended() {
      shards.clear();
      newest.clear();
      handled.clear();
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
