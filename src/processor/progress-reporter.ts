import type { ProgressEvent } from './child-event.js';

const everyMs = 1000;

/** Decides which batches are worth a progress event. */
export class ProgressReporter {
  readonly #emit: (event: ProgressEvent) => void;
  #caughtUp: boolean | undefined;
  #sentAt = 0;

  constructor(emit: (event: ProgressEvent) => void) {
    this.#emit = emit;
  }

  /** After each handled batch, empty ones included. */
  handled(batch: Omit<ProgressEvent, 'type' | 'caughtUp'> & { batchSize: number }): void {
    const { batchSize, ...rest } = batch;
    const caughtUp = batch.millisBehindLatest === 0;
    const now = Date.now();
    const due = batchSize > 0 && now - this.#sentAt >= everyMs;
    if (caughtUp === this.#caughtUp && !due) return;
    this.#caughtUp = caughtUp;
    this.#sentAt = now;
    this.#emit({ type: 'progress', caughtUp, ...rest });
  }
}
