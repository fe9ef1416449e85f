/**
 * Why a checkpoint failed. The first five are names of the KCL's exceptions:
 *
 * - `ThrottlingException`: DynamoDB throttled the lease table.
 * - `KinesisClientLibDependencyException`: the lease table could not be reached.
 * - `ShutdownException`: another worker owns the shard now. Stop checkpointing; that worker has the records.
 * - `InvalidStateException`: the lease table is missing or not as the KCL expects it.
 * - `IllegalArgumentException`: the position lies before the last checkpoint or after the last delivered record.
 * - `Disconnected`: the daemon went away before it answered; whether the checkpoint counts is not known.
 */
export type CheckpointErrorCode =
  | 'ThrottlingException'
  | 'KinesisClientLibDependencyException'
  | 'ShutdownException'
  | 'InvalidStateException'
  | 'IllegalArgumentException'
  | 'Disconnected'
  // any other exception's simple class name, as the daemon sent it
  | (string & {});

/** What `Checkpointer.checkpoint` rejects with. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  /** The name of the KCL's exception, or `Disconnected`. */
  readonly code: CheckpointErrorCode;
  /** Whether the same call may succeed later. `checkpoint` has by then already tried as often as it was told to. */
  readonly retryable: boolean;
  /** The shard whose checkpoint it was, such as `shardId-000000000003`. */
  readonly shardId: string;
  /** How often the daemon was asked; 0 if the call failed before it could be. */
  readonly attempts: number;

  constructor(code: CheckpointErrorCode, message: string, details: { shardId: string; attempts: number }) {
    super(message);
    this.code = code;
    this.retryable = isRetryable(code);
    this.shardId = details.shardId;
    this.attempts = details.attempts;
  }
}

export function isRetryable(code: CheckpointErrorCode): boolean {
  return code === 'ThrottlingException' || code === 'KinesisClientLibDependencyException';
}
