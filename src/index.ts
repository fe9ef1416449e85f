/** What a processor imports. Loads nothing of the command line, the downloader or the daemon, and no package. */
export type {
  AwsKclCheckpointer,
  AwsKclCheckpointInput,
  AwsKclInitializeInput,
  AwsKclProcessor,
  AwsKclProcessRecordsInput,
  AwsKclRecord,
  AwsKclShutdownInput,
  CheckpointCallback,
  CompleteCallback,
} from './processor/aws-kcl/callbacks.js';
export { fromAwsKcl } from './processor/aws-kcl/from-aws-kcl.js';
export { CheckpointError, type CheckpointErrorCode } from './processor/checkpoint-error.js';
export type { Checkpointer, RetryOptions } from './processor/checkpointer.js';
export { batch, type BatchHandler, type BatchOptions } from './processor/batch.js';
export { defineProcessor, type StatefulProcessor, type WithState } from './processor/define-processor.js';
export { forEachRecord, type ForEachRecordOptions } from './processor/for-each-record.js';
export { InvalidRecordError, type RecordIssue } from './processor/invalid-record-error.js';
export type { OrderKey } from './processor/lanes.js';
export {
  periodicCheckpointer,
  type PeriodicCheckpointer,
  type PeriodicCheckpointerOptions,
} from './processor/periodic-checkpointer.js';
export type {
  InitializeInput,
  LeaseLostInput,
  ProcessorSource,
  ProcessRecordsInput,
  RecordProcessor,
  Shard,
  ShardEndedInput,
  ShardInput,
  ShutdownRequestedInput,
} from './processor/record-processor.js';
export type { KinesisClientRecord } from './processor/record.js';
export { run } from './child/run.js';
export type { SchemaIssue, SchemaResult, StandardSchemaV1 } from './processor/standard-schema.js';
export type { HandlerContext, HandlerRetryOptions } from './processor/with-retries.js';
export { ShardAbortError, type ShardAbortCode } from './processor/shard-abort.js';
export { compareSequence, type SequencePosition } from './processor/sequence.js';
export { logger, type Logger } from './child/log/logger.js';
export type { LogLevel } from './log-level.js';
export { currentShard } from './child/shard-context.js';
