import type { CheckpointRequest } from '../child/messages.js';
import { compareSequence, type SequencePosition } from '../processor/sequence.js';

/** A place in the shard that was checkpointed. */
export type Checkpoint = Required<SequencePosition>;

/** A checkpoint request and what became of it. */
export interface CheckpointAttempt {
  /** Undefined if the request named no place and nothing was delivered yet. */
  readonly position: Checkpoint | undefined;
  /** The exception that the daemon answered with; null if the checkpoint counts. */
  readonly error: string | null;
}

/**
 * A shard's lease and its rules about checkpoints, as the KCL has them (ShardRecordProcessorCheckpointer): between the
 * last checkpoint and the last delivered record, and only by the worker that owns the lease.
 */
export class Lease {
  #checkpoint: Checkpoint | undefined;
  #delivered: Checkpoint | undefined;
  #taken = false;
  #throttled = 0;

  constructor(startAfter: SequencePosition | undefined) {
    this.#checkpoint = startAfter && complete(startAfter);
    this.#delivered = this.#checkpoint;
  }

  get checkpoint(): Checkpoint | undefined {
    return this.#checkpoint;
  }

  deliver(last: SequencePosition | undefined): void {
    if (last) this.#delivered = complete(last);
  }

  /** From here on a checkpoint of everything is one of the shard's end. */
  endShard(): void {
    this.#delivered = { sequenceNumber: 'SHARD_END', subSequenceNumber: 0 };
  }

  take(): void {
    this.#taken = true;
  }

  /** The next request is refused. */
  throttle(): void {
    this.#throttled++;
  }

  ask({ sequenceNumber, subSequenceNumber = 0 }: CheckpointRequest): CheckpointAttempt {
    const position = sequenceNumber === undefined ? this.#delivered : { sequenceNumber, subSequenceNumber };
    const error = this.#refusal(position);
    if (error === null && position) this.#checkpoint = position;
    return { position, error };
  }

  #refusal(position: Checkpoint | undefined): string | null {
    if (position && !this.#isPermitted(position)) return 'IllegalArgumentException';
    if (this.#taken) return 'ShutdownException';
    if (this.#throttled > 0) {
      this.#throttled--;
      return 'ThrottlingException';
    }
    return null;
  }

  #isPermitted(position: Checkpoint): boolean {
    if (position.subSequenceNumber < 0 || !this.#delivered) return false;
    try {
      const notBefore = !this.#checkpoint || compareSequence(this.#checkpoint, position) <= 0;
      return notBefore && compareSequence(position, this.#delivered) <= 0;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }
}

function complete({ sequenceNumber, subSequenceNumber = 0 }: SequencePosition): Checkpoint {
  return { sequenceNumber, subSequenceNumber };
}
