import type { SequencePosition } from './sequence.js';

/** What is wrong with a record's data. */
export interface RecordIssue {
  /** Where in the data, such as `items.0.price`; empty for all of it. */
  readonly path: string;
  /** In the words of the schema, or of the JSON parser. */
  readonly message: string;
}

/** What `record.json(schema)` throws for data that is not JSON, or not what the schema expects. */
export class InvalidRecordError extends Error {
  override readonly name = 'InvalidRecordError';
  /** Such as `shardId-000000000003`; undefined where no shard is known. */
  readonly shardId: string | undefined;
  /** That of the record. */
  readonly sequenceNumber: string;
  /** That of the record. */
  readonly subSequenceNumber: number;
  /** At least one. */
  readonly issues: readonly RecordIssue[];

  constructor(
    record: Required<SequencePosition>,
    details: {
      readonly shardId: string | undefined;
      readonly issues: readonly RecordIssue[];
      cause?: unknown;
    },
  ) {
    const { shardId, issues, cause } = details;
    const { sequenceNumber, subSequenceNumber } = record;
    const place = subSequenceNumber === 0 ? sequenceNumber : `${sequenceNumber}/${subSequenceNumber}`;
    const texts = issues
      .slice(0, shown)
      .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    const rest = issues.length > shown ? [`and ${issues.length - shown} more`] : [];
    super(
      `record ${place} of ${shardId ?? 'the shard'} is not as expected: ${[...texts, ...rest].join('; ')}`,
      cause === undefined ? undefined : { cause },
    );
    this.shardId = shardId;
    this.sequenceNumber = sequenceNumber;
    this.subSequenceNumber = subSequenceNumber;
    this.issues = issues;
  }
}

/** By its name: a test may have the library twice, as an ES module and as CommonJS. */
export function isInvalidRecord(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidRecordError';
}

/** How many issues the message tells; `issues` has them all. */
const shown = 3;
