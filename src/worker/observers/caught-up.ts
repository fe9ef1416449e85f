import type { WorkerEvents } from '../event-bus.js';
import { expectRecords } from './expected-records.js';
import type { Shards } from './shards.js';

/** Decides when a worker that runs until it has caught up may stop. */
export interface CaughtUpWatch {
  end(): void;
}

export interface CaughtUpOptions {
  readonly events: WorkerEvents;
  readonly shards: Pick<Shards, 'all'>;
  /**
   * Resolves once everything that is to be read is in the stream, with the number of records that must have been
   * delivered: a shard that said it had caught up before it was given its records does not count.
   */
  readonly complete: Promise<number>;
  /** Asks Kinesis and the lease table whether this worker's shards are all there is to wait for. */
  readonly confirm: (caughtUp: ReadonlySet<string>) => Promise<boolean>;
  /** A question to AWS failed; it is asked again. */
  readonly onError: (error: unknown) => void;
  readonly onDone: () => void;
}

/** The lease table and ListShards are asked no more often than this. */
const CONFIRM_EVERY_MS = 1_000;

/**
 * A worker has caught up when each shard that it runs reported so after the stream was complete, and nothing else is
 * left to read: no shard without a lease, no child of a shard that has ended and whose lease is still to be made.
 */
export function watchUntilCaughtUp({
  events,
  shards,
  complete,
  confirm,
  onError,
  onDone,
}: CaughtUpOptions): CaughtUpWatch {
  const expected = expectRecords(events, { complete });
  let asking = false;
  let ended = false;
  const ask = async (): Promise<void> => {
    const { all } = shards;
    const delivered = all.reduce((sum, { records }) => sum + records, 0);
    const running = all.filter((shard) => shard.running);
    if (asking || delivered < expected.count || running.some(({ caughtUp }) => !caughtUp)) return;
    asking = true;
    try {
      if (await confirm(new Set(running.map(({ shardId }) => shardId)))) onDone();
    } catch (error) {
      // A question that is still open at the end loses its connection.
      if (!ended) onError(error);
    } finally {
      asking = false;
    }
  };
  const timer = setInterval(() => void ask(), CONFIRM_EVERY_MS);
  return {
    end() {
      ended = true;
      clearInterval(timer);
    },
  };
}
