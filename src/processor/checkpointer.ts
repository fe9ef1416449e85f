import type { SequencePosition } from './sequence.js';

/**
 * Tells the KCL how far the shard is done. After a crash or a move to another worker, delivery goes on after the last
 * acknowledged checkpoint.
 *
 * One request is with the daemon at a time: calls made meanwhile queue and are sent in the order of the calls. The
 * daemon listens only while it waits for the answer to a message, so a call made between two messages is sent once
 * the next message arrives, and a method is not answered before the calls made in it are settled.
 */
export interface Checkpointer {
  /**
   * Checkpoints a record and every one before it; without a record, every one delivered so far. In `shardEnded`, and
   * only there, the call without a record says that the shard is done.
   *
   * @param position a record, or any place in the shard; `undefined`, as `records.at(-1)` may be, stands for none
   * @throws CheckpointError if the daemon refused it for good, the shard has ended here, or the daemon is gone.
   * @throws TypeError if `position` is none of what it may be.
   */
  checkpoint(position?: SequencePosition): Promise<void>;
  /**
   * Checkpoints a place in the shard and every record up to it. Without a sub-sequence number it is that of the first
   * record in an aggregated record, and the others of it are delivered again.
   *
   * @param sequenceNumber a decimal number of this shard
   * @throws CheckpointError if the daemon refused it for good, the shard has ended here, or the daemon is gone.
   */
  checkpoint(sequenceNumber: string, subSequenceNumber?: number): Promise<void>;
  /**
   * The same checkpointer with another idea of how often to try.
   *
   * @throws RangeError if an option is out of range.
   */
  withRetry(retry: RetryOptions): Checkpointer;
}

/** How ThrottlingException and KinesisClientLibDependencyException are dealt with; no other failure is tried again. */
export interface RetryOptions {
  /**
   * Requests in all, the first included: an integer from 1, which means never to try again.
   *
   * @default 5
   */
  readonly attempts?: number;
  /**
   * Milliseconds before the second request; doubles from one to the next.
   *
   * @default 500
   */
  readonly delayMs?: number;
  /**
   * Milliseconds beyond which the delay does not grow.
   *
   * @default 10_000, or `delayMs` if that is more
   */
  readonly maxDelayMs?: number;
  /**
   * How much of each delay is left to chance, from 0 (none) to 1 (all), so that the shards of a throttled table do
   * not all come back at once.
   *
   * @default 0.5
   */
  readonly jitter?: number;
}
