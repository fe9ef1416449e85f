import type { KinesisClientRecord } from '../processor/record.js';

/** What the daemon sends (package software.amazon.kinesis.multilang.messages). Each but `checkpoint` wants one status. */
export type IncomingMessage =
  | InitializeMessage
  | ProcessRecordsMessage
  | { readonly action: 'leaseLost' }
  | { readonly action: 'shardEnded' }
  | { readonly action: 'shutdownRequested' }
  | CheckpointReply
  | UnknownMessage;

/** What a method of the processor is called for, once there is one. */
export type ShardMessage = Exclude<IncomingMessage, InitializeMessage | CheckpointReply | UnknownMessage>;

export interface InitializeMessage {
  readonly action: 'initialize';
  readonly shardId: string | null;
  readonly sequenceNumber: string | null;
  readonly subSequenceNumber: number | null;
  /** The daemon has its status already: the shard was another processor's before. @default false */
  readonly isAnswered?: boolean;
}

export interface ProcessRecordsMessage {
  readonly action: 'processRecords';
  readonly records: readonly KinesisClientRecord[];
  readonly millisBehindLatest: number | null;
  /**
   * To be called once the batch is handled: the records that were not read yet take what they need of the line with
   * them, so that its buffer is free for the next one.
   */
  release(): void;
}

/** The answer to a checkpoint request. */
export interface CheckpointReply {
  readonly action: 'checkpoint';
  readonly sequenceNumber: string | null;
  readonly subSequenceNumber: number | null;
  /** The simple name of a Java exception; null for success. */
  readonly error: string | null;
}

/** A message that a newer daemon may send. */
export interface UnknownMessage {
  readonly action: 'unknown';
  readonly name: string;
}

/** What a child sends. */
export type OutgoingMessage = StatusMessage | CheckpointRequest;

export interface StatusMessage {
  readonly action: 'status';
  readonly responseFor: string;
}

/** Without a sequence number: the last delivered record. */
export interface CheckpointRequest {
  readonly action: 'checkpoint';
  readonly sequenceNumber?: string;
  readonly subSequenceNumber?: number;
}

/** A line of the daemon's that is no message. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
