import type { ChildEvent } from '../../child/event.js';

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

/** What this worker's processors reported about their shards. */
export interface Shards {
  apply(event: ChildEvent): void;
  /** The daemon said that it gave a shard to a processor; programs that send no events are known by this alone. */
  noteStarted(shardId: string | undefined): void;
  /** The daemon said that it gives up its leases, which is when its processors end (Scheduler.shutdown, KCL 3.1.3). */
  noteShutdown(): void;
  /** Whether any shard was ever given to a processor. */
  readonly started: boolean;
  /** The daemon is shutting down, and every processor that reported anything has ended. */
  readonly ended: boolean;
  /** Shards that the daemon means to read, and whose processor has not said that it was initialised. */
  readonly withoutProcessor: readonly string[];
  /** Whether a shard that is none of these is read; in a run until it has caught up one that has more to read. */
  isReading(question: ReadingQuestion): boolean;
  /** How many records of a shard were handled; 0 if it is not known. */
  recordsOf(shardId: string | undefined): number;
  readonly all: readonly ShardProgress[];
}

export interface ReadingQuestion {
  readonly but: ReadonlySet<string>;
  readonly untilCaughtUp: boolean;
  /** Whether processors report; otherwise what the daemon means to read is taken to be read. */
  readonly reported: boolean;
}

export function createShards(): Shards {
  const shards = new Map<string, ShardProgress>();
  const update = (shardId: string, change: Partial<ShardProgress>): void => {
    const known = shards.get(shardId) ?? { shardId, running: true, records: 0, caughtUp: false };
    shards.set(shardId, { ...known, ...change });
  };
  /** The shards of the daemon's, and whether their processor has said that it was initialised. */
  const consumers = new Map<string, boolean>();
  let started = false;
  let shutdown = false;
  return {
    noteStarted(shardId) {
      started = true;
      if (shardId !== undefined) consumers.set(shardId, false);
    },
    get withoutProcessor() {
      return [...consumers].filter(([, initialised]) => !initialised).map(([shardId]) => shardId);
    },
    isReading({ but, untilCaughtUp, reported }) {
      if (!reported) return [...consumers.keys()].some((shardId) => !but.has(shardId));
      return [...shards.values()].some(
        ({ shardId, running, caughtUp }) => running && !but.has(shardId) && !(untilCaughtUp && caughtUp),
      );
    },
    recordsOf: (shardId = '') => shards.get(shardId)?.records ?? 0,
    noteShutdown() {
      shutdown = true;
    },
    get ended() {
      return shutdown && [...shards.values()].every(({ running }) => !running);
    },
    get started() {
      return started || shards.size > 0;
    },
    apply(event) {
      switch (event.type) {
        case 'initialized':
          consumers.set(event.shardId, true);
          update(event.shardId, { running: true, caughtUp: false });
          return;
        case 'progress':
          update(event.shardId, { caughtUp: event.caughtUp, records: event.records });
          return;
        case 'ended':
          update(event.shardId, {
            running: false,
            endReason: event.reason,
            records: event.records,
            ...(event.checkpoint ? { checkpoint: describeCheckpoint(event.checkpoint) } : {}),
          });
          return;
        case 'failed':
          if (event.shardId !== undefined) update(event.shardId, { running: false, endReason: 'failed' });
          return;
        case 'warning':
          return;
      }
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
