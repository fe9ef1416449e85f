import type { ErrorCode } from '../../errors.js';

/** A failure that has a name: what the daemon's words mean and what to do about it. */
export interface Cause {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  /** Retrying will not help: while the daemon still starts, it is stopped at once. */
  readonly hopeless: boolean;
  /**
   * Whether a worker that runs is ended by it when it lasts, because only a person can mend it: `true` where the worker
   * can then do nothing, `unless-it-reads` where it may concern some of its shards only.
   */
  readonly endsARun: boolean | 'unless-it-reads';
  /** For how many milliseconds it must last to end a run; a minute unless set. */
  readonly patienceMs?: number;
}

export interface KnownCause extends Omit<Cause, 'message'> {
  /** Looked for in the daemon's errors: class names and messages of the SDK 2.x and of KCL 3.1.3. */
  readonly pattern: RegExp;
  readonly message: string | ((match: RegExpExecArray) => string);
}
