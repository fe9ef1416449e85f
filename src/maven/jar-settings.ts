import type { JarStore } from './cache/jar-store.js';
import type { Repository } from './repository.js';

/** Which jars, where they are kept, and where they come from. */
export interface JarSettings {
  /** Absolute path of jars.lock. */
  readonly lockFile: string;
  readonly store: JarStore;
  /** Asked in this order. */
  readonly repositories: readonly Repository[];
  /** Use what is there, reach for no network. */
  readonly offline: boolean;
  /** How many jars are fetched at a time. */
  readonly jobs: number;
  readonly limits?: FetchLimits;
}

/** When a download counts as failed. */
export interface FetchLimits {
  /** Tries in a row, at one repository, that bring no progress. */
  readonly attempts: number;
  /** Before the second try; doubled for each one after it. Milliseconds. */
  readonly backOffMillis: number;
  /** A Retry-After above this is not waited for. Milliseconds. */
  readonly longestWaitMillis: number;
  /** Without an answer, or below `slowestBytesPerSecond`, for this long: the connection is given up. Milliseconds. */
  readonly stallMillis: number;
  readonly slowestBytesPerSecond: number;
}

export const defaultLimits: FetchLimits = {
  attempts: 5,
  backOffMillis: 250,
  longestWaitMillis: 120_000,
  stallMillis: 30_000,
  slowestBytesPerSecond: 1024,
};

/**
 * From a server that answers in 50 ms, 66 jars take 0.6 s of waiting over 6 connections, 0.45 s over 8 and 0.3 s over 12;
 * with more of them, repositories begin to answer 429.
 */
export const defaultJobs = 8;
