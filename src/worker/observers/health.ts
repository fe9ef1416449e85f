import type { Shards } from './shards.js';

export interface Health {
  /** At least one shard has a processor that is initialised. */
  readonly ready: boolean;
  /** False when records wait and no shard has made progress for the set time. */
  readonly live: boolean;
}

export interface HealthWatch {
  /** To be called with every report of a processor. */
  readonly onShards: (shards: Shards) => void;
  readonly health: () => Health & { readonly shards: readonly object[] };
}

export interface HealthOptions {
  /** How long records may wait without any shard making progress, in milliseconds. */
  readonly stallAfterMs: number;
  /** A clock in milliseconds. */
  readonly now?: () => number;
}

/** Judges from what the processors report. Progress is a record handled, or the end of a shard reached. */
export function watchHealth({ stallAfterMs, now = () => performance.now() }: HealthOptions): HealthWatch {
  let latest: Shards | undefined;
  let progressAt = now();
  let handled = 0;
  let waiting = false;
  return {
    onShards(shards) {
      latest = shards;
      const running = shards.all.filter((shard) => shard.running);
      const sum = shards.all.reduce((total, { records }) => total + records, 0);
      const wasWaiting = waiting;
      waiting = running.some(({ caughtUp }) => !caughtUp);
      if (sum !== handled || !wasWaiting) progressAt = now();
      handled = sum;
    },
    health() {
      const all = latest?.all ?? [];
      return {
        ready: all.some(({ running }) => running),
        live: !waiting || now() - progressAt < stallAfterMs,
        shards: all.map(({ shardId, running, records, caughtUp, checkpoint }) => ({
          shardId,
          running,
          records,
          caughtUp,
          checkpoint,
        })),
      };
    },
  };
}
