import type { ProgressEvent } from './event.js';

const everyMs = 1000;

type Batch = Omit<ProgressEvent, 'type' | 'caughtUp'>;

/** Decides which batches are worth a progress event. */
export class ProgressReporter {
  readonly #emit: (event: ProgressEvent) => void;
  #caughtUp: boolean | undefined;
  #records = 0;
  #sentAt = 0;
  #busy: NodeJS.Timeout | undefined;

  constructor(emit: (event: ProgressEvent) => void) {
    this.#emit = emit;
  }

  /**
   * Before a batch with records is handled. One that takes longer than a second ends the state of having caught up, or
   * nobody would learn of a processor that hangs with records in its hands.
   */
  begin(batch: Batch): void {
    if (this.#caughtUp !== true) return;
    this.#busy = setTimeout(() => this.#send({ ...batch, caughtUp: false }), everyMs);
    this.#busy.unref();
  }

  /**
   * After each handled batch, empty ones included: they are what tells the last of the records, when the batch that
   * brought them came too soon after another event.
   */
  handled(batch: Batch): void {
    clearTimeout(this.#busy);
    const caughtUp = batch.millisBehindLatest === 0;
    const due = batch.records !== this.#records && Date.now() - this.#sentAt >= everyMs;
    if (caughtUp !== this.#caughtUp || due) this.#send({ ...batch, caughtUp });
  }

  #send(batch: Omit<ProgressEvent, 'type'>): void {
    this.#caughtUp = batch.caughtUp;
    this.#records = batch.records;
    this.#sentAt = Date.now();
    this.#emit({ type: 'progress', ...batch });
  }
}
