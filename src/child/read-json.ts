import { InvalidRecordError, type RecordIssue } from '../processor/invalid-record-error.js';
import type { KinesisClientRecord } from '../processor/record.js';
import type { SchemaIssue, StandardSchemaV1 } from '../processor/standard-schema.js';
import { currentShard } from './shard-context.js';

/** A record's data as JSON, and as the schema expects it if there is one. */
export function readJson(record: KinesisClientRecord, schema: StandardSchemaV1 | undefined): unknown {
  if (schema === undefined) return JSON.parse(record.text());
  let value: unknown;
  try {
    value = JSON.parse(record.text());
  } catch (error) {
    throw invalid(
      record,
      [{ path: '', message: error instanceof Error ? error.message : String(error) }],
      error,
    );
  }
  const { vendor, validate } = schema['~standard'];
  const result = validate(value);
  if (result instanceof Promise) {
    throw new TypeError(
      `json takes a schema that validates at once, not one with asynchronous parts (${vendor}); await its own validation of record.json() instead`,
    );
  }
  if (result.issues === undefined) return result.value;
  throw invalid(record, result.issues.map(toIssue));
}

function invalid(
  { sequenceNumber, subSequenceNumber }: KinesisClientRecord,
  issues: readonly RecordIssue[],
  cause?: unknown,
): InvalidRecordError {
  const shardId = currentShard()?.shardId;
  return new InvalidRecordError({ sequenceNumber, subSequenceNumber }, { shardId, issues, cause });
}

function toIssue({ path = [], message }: SchemaIssue): RecordIssue {
  const keys = path.map((part) => String(typeof part === 'object' ? part.key : part));
  return { path: keys.join('.'), message };
}
