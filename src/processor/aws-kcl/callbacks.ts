/**
 * A record processor as aws-kcl takes it, with callbacks. Either `leaseLost` and `shardEnded`, or the older `shutdown`
 * for both: if there is a `shutdown`, it is the one that is called.
 */
export interface AwsKclProcessor {
  initialize(input: AwsKclInitializeInput, completeCallback: CompleteCallback): unknown;
  processRecords(input: AwsKclProcessRecordsInput, completeCallback: CompleteCallback): unknown;
  leaseLost?(input: object, completeCallback: CompleteCallback): unknown;
  shardEnded?(input: AwsKclCheckpointInput, completeCallback: CompleteCallback): unknown;
  shutdown?(input: AwsKclShutdownInput, completeCallback: CompleteCallback): unknown;
  shutdownRequested?(input: AwsKclCheckpointInput, completeCallback: CompleteCallback): unknown;
}

/** Says that a method is done. What it is given is not looked at. */
export type CompleteCallback = (...ignored: unknown[]) => void;

export interface AwsKclInitializeInput {
  readonly shardId: string;
  readonly sequenceNumber: string | null;
  readonly subSequenceNumber: number | null;
}

export interface AwsKclCheckpointInput {
  readonly checkpointer: AwsKclCheckpointer;
}

export interface AwsKclProcessRecordsInput extends AwsKclCheckpointInput {
  readonly records: AwsKclRecord[];
  readonly millisBehindLatest: number | null;
}

export interface AwsKclShutdownInput extends Partial<AwsKclCheckpointInput> {
  /** ZOMBIE: another worker owns the shard, and there is no checkpointer. TERMINATE: the shard has ended. */
  readonly reason: 'ZOMBIE' | 'TERMINATE';
}

/** A record as the daemon writes it. */
export interface AwsKclRecord {
  /** In base64. */
  readonly data: string;
  readonly partitionKey: string;
  readonly sequenceNumber: string;
  /** In milliseconds since 1970. */
  readonly approximateArrivalTimestamp: number | null;
  readonly subSequenceNumber: number;
  readonly action: 'record';
}

/**
 * Gets the name of the daemon's error, such as ThrottlingException, or null; and the sequence number of the checkpoint, or
 * null for a checkpoint without one.
 */
export type CheckpointCallback = (error: string | null, sequenceNumber: string | null) => unknown;

/** One checkpoint at a time, and none is tried again. */
export interface AwsKclCheckpointer {
  checkpoint(callback: CheckpointCallback): void;
  checkpoint(sequenceNumber: string | null | undefined, callback: CheckpointCallback): void;
}
