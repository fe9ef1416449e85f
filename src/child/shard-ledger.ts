import type { EndedEvent } from './event.js';
import type { CheckpointRequest } from './protocol/messages.js';
import type { Shard } from '../processor/record-processor.js';
import type { KinesisClientRecord } from '../processor/record.js';

type Position = NonNullable<EndedEvent['checkpoint']>;

/** How far a shard has come: what was handed over, handled and checkpointed. */
export class ShardLedger {
  #handled = 0;
  /** What a checkpoint without a position stands for. */
  #delivered: Position | undefined;
  #acknowledged: Position | undefined;

  /** Records handled since the shard's start. */
  get handled(): number {
    return this.#handled;
  }

  get shardEndAcknowledged(): boolean {
    return this.#acknowledged === shardEnd;
  }

  /** Keeps the place of the last record, not the record, which may hold on to its whole line. */
  deliver(records: readonly KinesisClientRecord[]): void {
    const last = records.at(-1);
    if (!last) return;
    const { sequenceNumber, subSequenceNumber } = last;
    this.#delivered = { sequenceNumber, subSequenceNumber };
  }

  handle(records: readonly KinesisClientRecord[]): void {
    this.#handled += records.length;
  }

  /** In `shardEnded`, a checkpoint without a position is one of the shard's end. */
  acknowledge({ sequenceNumber, subSequenceNumber = 0 }: CheckpointRequest, inShardEnded: boolean): void {
    if (sequenceNumber !== undefined) this.#acknowledged = { sequenceNumber, subSequenceNumber };
    else this.#acknowledged = inShardEnded ? shardEnd : this.#delivered;
  }

  ended({ shardId }: Shard, reason: EndedEvent['reason']): EndedEvent {
    const checkpoint = this.#acknowledged;
    return { type: 'ended', shardId, reason, records: this.#handled, ...(checkpoint && { checkpoint }) };
  }
}

const shardEnd: Position = { sequenceNumber: 'SHARD_END', subSequenceNumber: 0 };
