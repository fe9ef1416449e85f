import type { HttpConnection } from './http-connection.js';
import type { FetchLimits } from '../jar-settings.js';
import type { LockedJar } from '../lock/lock-file.js';
import type { PartFile } from './part-file.js';

/** What it takes to bring one jar from a repository into its part file. */
export interface TransferOptions {
  readonly jar: LockedJar;
  readonly part: PartFile;
  readonly connection: HttpConnection;
  readonly limits: FetchLimits;
  readonly signal: AbortSignal;
  /** Bytes received, or taken back (negative) when a transfer starts over. */
  readonly advance: (bytes: number) => void;
  readonly debug: (message: string) => void;
}

/** How an attempt ended that did not end with the whole file. */
export interface Setback {
  readonly reason: string;
  /** Whether the same repository may do better. */
  readonly retry: boolean;
  /** What the server asked for by Retry-After. */
  readonly waitMillis?: number;
  /** The bytes are not those of the jar. */
  readonly wrongContent?: boolean;
  /** It is the server that fails, whatever it is asked for. */
  readonly outOfReach?: boolean;
}
