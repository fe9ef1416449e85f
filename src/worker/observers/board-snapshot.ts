import type { ActivityEvent } from '../../child/event.js';

export type BoardState = 'starting' | 'reading' | 'caught up' | 'ended' | 'failed';

/** Whether the worker still has the shard. */
export function isHeld({ state }: { readonly state: BoardState }): boolean {
  return state !== 'ended' && state !== 'failed';
}

/** What a view shows of a shard. */
export interface BoardShard {
  readonly shardId: string;
  readonly state: BoardState;
  /** Why it ended, if it did. */
  readonly endReason?: string;
  /** When that began, in milliseconds since 1970. */
  readonly since: number;
  /** Handled by this worker, by all the processors that it has had for the shard. */
  readonly records: number;
  readonly bytes: number;
  readonly batches: number;
  /** Over the last five seconds or so. */
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly millisBehindLatest: number | null;
  /** The same of the last 60 seconds, one a second, the newest last; null where it was not known. */
  readonly trend: readonly (number | null)[];
  readonly checkpoint?: NonNullable<ActivityEvent['checkpoint']>;
  readonly checkpoints: number;
  readonly checkpointErrors: number;
  /** Failures, and errors that were passed over. */
  readonly errors: number;
  readonly lastError?: string;
}

export interface BoardSnapshot {
  readonly workerId: string;
  readonly stream: string;
  readonly application: string;
  readonly java: 'starting' | 'running' | 'ended';
  /** How often java was started again. */
  readonly restarts: number;
  /** By their names. Those that ended stay for a minute. */
  readonly shards: readonly BoardShard[];
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
}
