import type { ChildEvent } from './event.js';
import type { CreateProcessor } from './load-processor.js';
import type { OutgoingMessage } from './messages.js';
import type { ChildOptions } from './options.js';
import type { WatchStop } from './shard-signal.js';
import type { FindTelemetry } from './telemetry/telemetry.js';

export interface SessionOptions extends ChildOptions {
  readonly createProcessor: CreateProcessor;
  readonly send: (message: OutgoingMessage) => void;
  readonly emit: (event: ChildEvent) => void;
  /** @default there is none */
  readonly telemetry?: FindTelemetry;
  /** Tells when the worker is to stop, which the daemon does only between two messages. @default nobody tells */
  readonly watchStop?: WatchStop;
  /**
   * Milliseconds between warnings about a method that has not settled.
   *
   * @default 60_000
   */
  readonly warnAfterMs?: number;
  /**
   * How long the processor may take when the daemon is gone, in milliseconds.
   *
   * @default 5_000
   */
  readonly disconnectMs?: number;
}

/** After a failure the process ends without another answer: that is how the daemon learns of it. */
export type SessionOutcome = { readonly failed: false } | { readonly failed: true; readonly error: unknown };
