import type { SampledRecord } from '../../../child/event.js';
import type { LogEvent } from '../../../logs/log-event.js';
import type { BoardSnapshot } from '../board-snapshot.js';

/**
 * What the page is told, as JSON: the event `whole` when it connects, or has missed something, and `tick` once a second
 * after that. Both have this shape. `whole` holds all that is kept, `tick` only what is new of points, records and lines.
 */
export interface PageState {
  /** When it was taken, in milliseconds since the epoch by the worker's clock. */
  readonly at: number;
  readonly version: string;
  readonly board: BoardSnapshot;
  /** One a second, the oldest first. */
  readonly points: readonly HistoryPoint[];
  /** In the order in which they came. */
  readonly records: readonly RecentRecord[];
  /** In the order in which they were logged. */
  readonly lines: readonly RecentLine[];
}

/** What the charts show of one second. */
export interface HistoryPoint {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly recordsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Milliseconds behind the newest record by shard; the key `all` alone, with the largest, where there are many shards. */
  readonly lag: Readonly<Record<string, number | null>>;
}

export interface RecentRecord extends SampledRecord {
  /** Counts up from 1. */
  readonly id: number;
  readonly shardId: string;
}

export interface RecentLine extends Pick<LogEvent, 'level' | 'source' | 'logger' | 'shard'> {
  /** Counts up from 1. */
  readonly id: number;
  readonly at: number;
  readonly message: string;
  /** Several lines. */
  readonly stack?: string;
}
