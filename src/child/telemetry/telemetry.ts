/** By what a processor's telemetry names what it works for. */
export interface TelemetryNames {
  readonly stream: string;
  readonly application: string;
  readonly workerId: string;
  /** Of kcl-ts. */
  readonly version: string;
}

export type Method = () => void | PromiseLike<void>;

export interface TracedBatch {
  readonly shardId: string;
  /** How many it has. */
  readonly records: number;
  /** Whether an error is part of a normal life: the worker stops, or another one has the lease. */
  readonly isExpected: (error: unknown) => boolean;
}

/** What tells an SDK of OpenTelemetry of the batches of a process. */
export interface Telemetry {
  /**
   * Calls a method in a span, which is active in it. Gives and throws what the call does.
   *
   * @param call calls the method as often as the error policy says
   */
  inSpan(
    batch: TracedBatch,
    method: Method,
    call: (method: Method) => void | Promise<void>,
  ): void | Promise<void>;
  /** How far a shard is behind, from now on. */
  behind(shardId: string, millisBehindLatest: number | null): void;
  /** The shard is done with. */
  leave(shardId: string): void;
  /** Lets the SDK send what it holds, for a process that may end. Never rejects, and takes some seconds at most. */
  flush(): Promise<void>;
}

/** Undefined while no SDK is registered. */
export type FindTelemetry = () => Telemetry | undefined;
