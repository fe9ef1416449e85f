import type { ProgressEvent } from './child-event.js';

const everyMs = 1000;

/** Decides which batches are worth a progress event. */
export class ProgressReporter {
  readonly #emit: (event: ProgressEvent) => void;
  #caughtUp: boolean | undefined;
  #records = 0;
  #sentAt = 0;

  constructor(emit: (event: ProgressEvent) => void) {
    this.#emit = emit;
  }

  /**
   * After each handled batch, empty ones included: they are what tells the last of the records, when the batch that
   * brought them came too soon after another event.
   */
  handled(batch: Omit<ProgressEvent, 'type' | 'caughtUp'>): void {
    const caughtUp = batch.millisBehindLatest === 0;
    const now = Date.now();
    const due = batch.records !== this.#records && now - this.#sentAt >= everyMs;
    if (caughtUp === this.#caughtUp && !due) return;
    this.#caughtUp = caughtUp;
    this.#records = batch.records;
    this.#sentAt = now;
    this.#emit({ type: 'progress', caughtUp, ...batch });
  }
}
