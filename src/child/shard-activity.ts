import type { KinesisClientRecord } from '../processor/record.js';
import type { SequencePosition } from '../processor/sequence.js';
import { durationBounds, type ActivityEvent } from './event.js';
import { WireRecord } from './wire-record.js';

interface Batch {
  readonly records: readonly KinesisClientRecord[];
  readonly millisBehindLatest: number | null;
}

const everyMs = 1000;

/** Counts what a shard's processor does, and reports it at most once a second. */
export class ShardActivity {
  readonly #shardId: string;
  readonly #report: (event: ActivityEvent) => void;
  readonly #counts = { records: 0, bytes: 0, batches: 0, busyMs: 0, checkpoints: 0 };
  readonly #durations = Array.from({ length: durationBounds.length + 1 }, () => 0);
  readonly #checkpointErrors: Record<string, number> = {};
  #checkpoint: ActivityEvent['checkpoint'];
  #millisBehindLatest: number | null = null;
  #running: { readonly since: number; readonly bytes: number } | undefined;
  #isTold = true;
  #toldAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(shardId: string, report: (event: ActivityEvent) => void) {
    this.#shardId = shardId;
    this.#report = report;
  }

  /** Before a batch is handled: afterwards the size of what nobody has read is not known any more. */
  deliver({ records }: Batch): void {
    let bytes = 0;
    for (const record of records) bytes += WireRecord.sizeOf(record);
    this.#running = { since: performance.now(), bytes };
  }

  /** After it is handled. */
  handle({ records, millisBehindLatest }: Batch): void {
    const running = this.#running;
    this.#running = undefined;
    const isSame = records.length === 0 && millisBehindLatest === this.#millisBehindLatest;
    this.#millisBehindLatest = millisBehindLatest;
    if (records.length > 0 && running) {
      const took = performance.now() - running.since;
      this.#counts.records += records.length;
      this.#counts.bytes += running.bytes;
      this.#counts.batches++;
      this.#counts.busyMs += took;
      const place = durationBounds.findIndex((bound) => took <= bound);
      const index = place === -1 ? durationBounds.length : place;
      this.#durations[index] = (this.#durations[index] ?? 0) + 1;
    }
    if (!isSame) this.#change();
  }

  /** A checkpoint was acknowledged. */
  acknowledge({ sequenceNumber, subSequenceNumber = 0 }: SequencePosition): void {
    this.#counts.checkpoints++;
    this.#checkpoint = { sequenceNumber, subSequenceNumber, at: Date.now() };
    this.#change();
  }

  /** A checkpoint was refused. */
  refuse(error: string): void {
    this.#checkpointErrors[error] = (this.#checkpointErrors[error] ?? 0) + 1;
    this.#change();
  }

  /** Reports now what was not reported yet. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isTold) return;
    this.#isTold = true;
    this.#toldAt = performance.now();
    this.#report({
      type: 'activity',
      shardId: this.#shardId,
      ...this.#counts,
      millisBehindLatest: this.#millisBehindLatest,
      durations: [...this.#durations],
      ...(this.#checkpoint && { checkpoint: this.#checkpoint }),
      checkpointErrors: { ...this.#checkpointErrors },
    });
  }

  #change(): void {
    this.#isTold = false;
    const waitMs = this.#toldAt + everyMs - performance.now();
    if (waitMs <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), waitMs).unref();
  }
}
