import type { EndedEvent, ProgressEvent } from './event.js';
import type { CheckpointRequest } from './messages.js';
import type { KinesisClientRecord } from '../processor/record.js';
import { compareSequence } from '../processor/sequence.js';

type Position = NonNullable<EndedEvent['checkpoint']>;

interface Batch {
  readonly records: readonly KinesisClientRecord[];
  readonly millisBehindLatest: number | null;
}

const everyMs = 1000;

/** How far a shard has come: what was handed over, handled and checkpointed; and which batches are worth a report. */
export class ShardProgress {
  readonly #shardId: string;
  readonly #report: ((event: ProgressEvent) => void) | undefined;
  /** Records handled since the shard's start. */
  #handled = 0;
  /** What a checkpoint without a position stands for. */
  #delivered: Position | undefined;
  /** The last record of the batches that are handled. */
  #done: Position | undefined;
  #acknowledged: Position | undefined;
  #reported: { readonly caughtUp: boolean; readonly records: number; readonly at: number } | undefined;
  #busy: NodeJS.Timeout | undefined;

  /** Without `report` it only counts. */
  constructor(shardId: string, report?: (event: ProgressEvent) => void) {
    this.#shardId = shardId;
    this.#report = report;
  }

  /**
   * A checkpoint request with the position that it stands for. Without one the daemon takes the last record that it has
   * delivered, which may be one of a batch that waits for the next processor. Undefined if nothing was delivered to this one.
   */
  withPosition(request: CheckpointRequest): CheckpointRequest | undefined {
    if (request.sequenceNumber !== undefined) return request;
    return this.#delivered && { action: 'checkpoint', ...this.#delivered };
  }

  get acknowledged(): Position | undefined {
    return this.#acknowledged;
  }

  get shardEndAcknowledged(): boolean {
    return this.#acknowledged === shardEnd;
  }

  /**
   * Before a batch is handled. One that takes longer than a second ends the state of having caught up, or nobody would
   * learn of a processor that hangs with records in its hands.
   */
  deliver({ records, millisBehindLatest }: Batch): void {
    const last = records.at(-1);
    if (!last) return;
    // the place of the last record, not the record, which may hold on to its whole line
    const { sequenceNumber, subSequenceNumber } = last;
    this.#delivered = { sequenceNumber, subSequenceNumber };
    if (this.#reported?.caughtUp !== true) return;
    this.#busy = setTimeout(() => this.#send(false, millisBehindLatest), everyMs).unref();
  }

  /**
   * After each handled batch, empty ones included: they are what tells the last of the records, when the batch that
   * brought them came too soon after another report.
   */
  handle({ records, millisBehindLatest }: Batch): void {
    this.#handled += records.length;
    if (records.length > 0) this.#done = this.#delivered;
    if (this.#report === undefined) return;
    clearTimeout(this.#busy);
    const caughtUp = millisBehindLatest === 0;
    const { records: told = 0, at = -Infinity } = this.#reported ?? {};
    const due = this.#handled !== told && performance.now() - at >= everyMs;
    if (caughtUp !== this.#reported?.caughtUp || due) this.#send(caughtUp, millisBehindLatest);
  }

  /**
   * What a checkpoint without a position asks for after a batch was interrupted: all before that batch. Undefined if that
   * is checkpointed, or nothing.
   */
  get beforeInterruption(): CheckpointRequest | undefined {
    const done = this.#done;
    const isCheckpointed = this.#acknowledged && done && compareSequence(this.#acknowledged, done) >= 0;
    return done && !isCheckpointed ? { action: 'checkpoint', ...done } : undefined;
  }

  /** In `shardEnded`, a checkpoint without a position is one of the shard's end. */
  acknowledge({ sequenceNumber, subSequenceNumber = 0 }: CheckpointRequest, inShardEnded: boolean): void {
    if (sequenceNumber !== undefined) this.#acknowledged = { sequenceNumber, subSequenceNumber };
    else this.#acknowledged = inShardEnded ? shardEnd : this.#delivered;
  }

  /** Reports what was not yet, of a processor that ends while its shard goes on. */
  flush(): void {
    clearTimeout(this.#busy);
    if (this.#handled > (this.#reported?.records ?? 0)) this.#send(false, null);
  }

  ended(reason: EndedEvent['reason']): EndedEvent {
    const checkpoint = this.#acknowledged;
    const counts = { shardId: this.#shardId, reason, records: this.#handled };
    return { type: 'ended', ...counts, ...(checkpoint && { checkpoint }) };
  }

  #send(caughtUp: boolean, millisBehindLatest: number | null): void {
    const records = this.#handled;
    this.#reported = { caughtUp, records, at: performance.now() };
    this.#report?.({ type: 'progress', shardId: this.#shardId, caughtUp, millisBehindLatest, records });
  }
}

const shardEnd: Position = { sequenceNumber: 'SHARD_END', subSequenceNumber: 0 };
