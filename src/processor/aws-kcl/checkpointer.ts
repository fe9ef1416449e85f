import { CheckpointError } from '../checkpoint-error.js';
import type { Checkpointer } from '../checkpointer.js';
import type { AwsKclCheckpointer, CheckpointCallback } from './callbacks.js';

/** lib/kcl/checkpointer.js of aws-kcl, over a checkpointer of kcl-ts. */
export class CallbackCheckpointer implements AwsKclCheckpointer {
  readonly #checkpointer: Checkpointer;
  #inProgress = false;

  constructor(checkpointer: Checkpointer) {
    // whoever wrote for aws-kcl tries again by themselves
    this.#checkpointer = checkpointer.withRetry({ attempts: 1 });
  }

  checkpoint(
    position: string | null | undefined | CheckpointCallback,
    callbackOfPosition?: CheckpointCallback,
  ): void {
    const [sequenceNumber, callback] =
      typeof position === 'function' ? [null, position] : [position ?? null, callbackOfPosition];
    if (typeof callback !== 'function') throw new TypeError('checkpoint needs a callback');
    if (this.#inProgress) {
      callback('Cannot checkpoint while another checkpoint is already in progress.', null);
      return;
    }
    this.#inProgress = true;
    const answer = (error: string | null): void => {
      this.#inProgress = false;
      // outside of the promise: what a callback throws is an uncaught error, as in aws-kcl
      process.nextTick(callback, error, sequenceNumber);
    };
    this.#ask(sequenceNumber).then(
      () => answer(null),
      (error: unknown) => answer(error instanceof CheckpointError ? error.code : String(error)),
    );
  }

  #ask(sequenceNumber: string | null): Promise<void> {
    return sequenceNumber === null
      ? this.#checkpointer.checkpoint()
      : this.#checkpointer.checkpoint(sequenceNumber);
  }
}
