import type { EndedEvent, FailedEvent, InitializedEvent } from '../child/event.js';

/** A line that a processor printed. */
export interface ProcessorLineEvent {
  readonly type: 'processorLine';
  /** Undefined where it cannot be told. */
  readonly shardId?: string;
  /** It is of one of these then: they share a process. */
  readonly shardIds?: readonly string[];
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

/** A process that served several shards ended by itself. All of them fail, and the worker with them. */
export interface HostEndedEvent {
  readonly type: 'hostEnded';
  readonly shardIds: readonly string[];
  /** A phrase after its name: `was killed by SIGKILL`. */
  readonly how: string;
}
