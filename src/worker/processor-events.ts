import type { EndedEvent, FailedEvent, InitializedEvent } from '../child/event.js';

/** A line that a processor printed. */
export interface ProcessorLineEvent {
  readonly type: 'processorLine';
  readonly shardId: string;
  readonly line: string;
  readonly timestamp: Date;
}

/** A processor is initialised for its shard, and gets records from now on. */
export interface ShardInitialisedEvent extends Omit<InitializedEvent, 'type'> {
  readonly type: 'shardInitialised';
}

/** The last checkpoint of a shard that the daemon acknowledged. Processors report it when their shard stops. */
export interface CheckpointEvent {
  readonly type: 'checkpoint';
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** 0 for a record that is not aggregated. */
  readonly subSequenceNumber: number;
}

/** A shard's processor has stopped. */
export interface ShardEndedEvent extends Omit<EndedEvent, 'type'> {
  readonly type: 'shardEnded';
}

/** A processor ends with an error, and the worker with it. */
export interface ProcessorFailedEvent extends Omit<FailedEvent, 'type'> {
  readonly type: 'processorFailed';
}
