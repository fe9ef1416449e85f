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
