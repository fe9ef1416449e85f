import type { LoggerSettings } from './log/logger.js';
import type { TelemetryNames } from './telemetry/telemetry.js';

/** What `--on-error` says about an error that leaves a processor's method. */
export type ErrorPolicy =
  /** Ends the worker. */
  | 'fail'
  /** Logs it and goes on with the next batch: the records of this one are lost unless the processor kept them. */
  | 'skip'
  /** Calls the method again with the same input up to this many times, then ends the worker. */
  | { readonly retry: number };

/** How a processor's process is to behave. */
export interface ChildOptions extends LoggerSettings {
  readonly onError: ErrorPolicy;
  /** Whether `processRecords` is called for a batch without records, if the daemon sends any. */
  readonly deliverEmptyBatches: boolean;
  /** Whether progress events are sent. */
  readonly reportProgress: boolean;
  /** Whether what the processor does is counted and reported, for metrics and views. @default false */
  readonly reportActivity?: boolean;
  /** Whether some of the records are reported, for a view. @default false */
  readonly reportSamples?: boolean;
  /** For OpenTelemetry, where the processor's project has it. @default it is not looked for */
  readonly telemetryNames?: TelemetryNames;
  /**
   * How long the processor may take for one message of the daemon, retries included, in milliseconds; for ever unless
   * set. What blocks the event loop keeps this clock from striking, too: for that there is the daemon's own.
   */
  readonly timeoutMs?: number;
  /**
   * Every line in and out is appended to a file of this name, with the shard's id before its extension. The lines
   * hold the records' data.
   */
  readonly traceFile?: string;
}

export const defaultChildOptions: ChildOptions = {
  onError: 'fail',
  deliverEmptyBatches: true,
  reportProgress: false,
};
