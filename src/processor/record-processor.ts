import type { Checkpointer } from './checkpointer.js';
import type { KinesisClientRecord } from './record.js';

declare global {
  // Of lib.dom or @types/node, with all that it has there; a project that has neither still knows the name.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface AbortSignal {}
}

type Awaitable = void | PromiseLike<void>;

/**
 * What consumes one shard. Each shard has an instance of its own; its methods are called one at a time, in this order:
 * `initialize`, `processRecords` any number of times, then `shutdownRequested` followed by `leaseLost`, or `leaseLost`
 * alone, or `shardEnded`. All but `processRecords` may be left out. All may be async.
 *
 * An error that leaves a method ends the worker (unless `--on-error` says otherwise), and the records are delivered
 * again. A `CheckpointError` with code ShutdownException is the exception: it only means that another worker took the
 * shard over, so it is logged and the worker goes on with its other shards.
 */
export interface RecordProcessor {
  /** Once, before the first record. */
  initialize?(input: InitializeInput): Awaitable;
  /** The next records are fetched when it is done: whatever takes long here holds this shard back, and no other. */
  processRecords(input: ProcessRecordsInput): Awaitable;
  /** Another worker owns the shard now. Nothing can be checkpointed any more. */
  leaseLost?(input: LeaseLostInput): Awaitable;
  /**
   * Every record of the shard was delivered: it was split or merged. Its child shards start once the end is
   * checkpointed, which happens by itself when this resolves without `checkpointer.checkpoint()` having been called
   * (see `checkpointAtShardEnd`).
   */
  shardEnded?(input: ShardEndedInput): Awaitable;
  /** The worker is about to stop: the last chance to checkpoint. */
  shutdownRequested?(input: ShutdownRequestedInput): Awaitable;
  /**
   * The daemon vanished without a word (it was killed, or another shard's failure ended it). Nothing can be
   * checkpointed any more, and the process ends when this is done, after 5 seconds at the latest.
   */
  onDisconnect?(): Awaitable;
  /**
   * Set to false if a `shardEnded` that does not checkpoint means it: the child shards then do not start.
   *
   * @default true
   */
  readonly checkpointAtShardEnd?: boolean;
}

/** What `initialize` and `processRecords` are given alike. */
export interface ShardInput {
  /**
   * Fires when there is no point in going on with this shard: the worker is told to stop, another worker owns the shard,
   * or the daemon is gone. Its reason is a `ShardAbortError`. It is one for as long as the shard is here.
   *
   * A `processRecords` that rejects with the reason, or with any other error named AbortError, once it has fired is
   * interrupted and has not failed: its records do not count as delivered, `checkpoint()` leaves them out, and whoever
   * reads the shard next gets them.
   */
  readonly signal: AbortSignal;
}

/** What `initialize` is given. */
export interface InitializeInput extends ShardInput {
  /** Such as `shardId-000000000003`. */
  readonly shardId: string;
  /**
   * Where delivery starts: the last checkpoint (its record is not delivered again), or TRIM_HORIZON, LATEST or
   * AT_TIMESTAMP on a shard never checkpointed; null if the daemon does not say.
   */
  readonly sequenceNumber: string | null;
  /** The place within an aggregated record; null if the daemon does not say. */
  readonly subSequenceNumber: number | null;
}

/** What `processRecords` is given: a batch. */
export interface ProcessRecordsInput extends ShardInput {
  /** In the order of the shard; empty only if the daemon was told to deliver empty batches. */
  readonly records: readonly KinesisClientRecord[];
  /** How far behind the newest record of the shard the last of these is, in milliseconds; 0 means caught up; null if the daemon does not say. */
  readonly millisBehindLatest: number | null;
  /** For this batch, and for as long as the shard is here. */
  readonly checkpointer: Checkpointer;
}

/** What `shardEnded` is given. */
export interface ShardEndedInput {
  /** Its `checkpoint()` says that the shard is done. */
  readonly checkpointer: Checkpointer;
}

/** What `shutdownRequested` is given. */
export interface ShutdownRequestedInput {
  /** For the last checkpoint of this worker. */
  readonly checkpointer: Checkpointer;
}

/** Nothing yet, as in the KCL. */
export type LeaseLostInput = Readonly<Record<string, never>>;

/** What a processor may know of its shard when it is made. */
export interface Shard {
  /** Such as `shardId-000000000003`. */
  readonly shardId: string;
}

/** What a processor file may export by default: a class, an object, or a function that makes a processor per shard. */
export type ProcessorSource =
  | RecordProcessor
  | (new (shard: Shard) => RecordProcessor)
  | ((shard: Shard) => RecordProcessor | PromiseLike<RecordProcessor>);
