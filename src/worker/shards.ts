import type { ChildEvent } from '../processor/child-event.js';

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
  noteStarted(): void;
  /** The daemon said that it gives up its leases, which is when its processors end (Scheduler.shutdown, KCL 3.1.3). */
  noteShutdown(): void;
  /** Whether any shard was ever given to a processor. */
  readonly started: boolean;
  /** The daemon is shutting down, and every processor that reported anything has ended. */
  readonly ended: boolean;
  readonly all: readonly ShardProgress[];
}

export function createShards(): Shards {
  const shards = new Map<string, ShardProgress>();
  const update = (shardId: string, change: Partial<ShardProgress>): void => {
    const known = shards.get(shardId) ?? { shardId, running: true, records: 0, caughtUp: false };
    shards.set(shardId, { ...known, ...change });
  };
  let started = false;
  let shutdown = false;
  return {
    noteStarted() {
      started = true;
    },
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
