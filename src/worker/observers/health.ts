import type { WorkerEvents } from '../event-bus.js';
import type { Shards } from './shards.js';

export interface Health {
  /** At least one shard has a processor that is initialised. */
  readonly ready: boolean;
  /** False when records wait and no shard has made progress for the set time. */
  readonly live: boolean;
}

export interface HealthWatch {
  readonly health: () => Health & { readonly shards: readonly object[] };
}

export interface HealthOptions {
  readonly events: WorkerEvents;
  readonly shards: Pick<Shards, 'all'>;
  /** How long records may wait without any shard making progress, in milliseconds. */
  readonly stallAfterMs: number;
  /** A clock in milliseconds. */
  readonly now?: () => number;
}

/** Judges from what the processors report. Progress is a record handled, or the end of a shard reached. */
export function watchHealth({
  events,
  shards,
  stallAfterMs,
  now = () => performance.now(),
}: HealthOptions): HealthWatch {
  let progressAt = now();
  let handled = 0;
  let waiting = false;
  const look = (): void => {
    const { all } = shards;
    const sum = all.reduce((total, { records }) => total + records, 0);
    const wasWaiting = waiting;
    waiting = all.some(({ running, caughtUp }) => running && !caughtUp);
    if (sum !== handled || !wasWaiting) progressAt = now();
    handled = sum;
  };
  events.subscribe('--health-port', {
    shardInitialised: look,
    progress: look,
    shardEnded: look,
    processorFailed: look,
  });
  return {
    health() {
      const { all } = shards;
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
