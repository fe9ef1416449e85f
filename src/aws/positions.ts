import type { KinesisClient, _Record } from '@aws-sdk/client-kinesis';
import { awsErrorName } from './aws-error.js';
import { shardIterator, startAt, type ShardStart } from './shard-iterator.js';
import type { StreamName } from './stream-name.js';

/** How far a shard is read: a sequence number or TRIM_HORIZON; -1 where the record itself is not read yet. */
export interface ShardPosition {
  readonly checkpoint: string;
  readonly subSequenceNumber: number;
}

/** A stream keeps records for a year at the most. */
const OLDEST_MS = 366 * 24 * 3_600_000;

/**
 * From where to read to get what arrived at a time or after it, and nothing before: at the first such record, else after
 * the last one before it, else at the beginning. A lease has no room for a time; the daemon takes that from its settings.
 *
 * Needs kinesis:GetShardIterator and kinesis:GetRecords.
 */
export async function findCheckpoint(
  kinesis: KinesisClient,
  stream: StreamName,
  shardId: string,
  time: Date,
): Promise<ShardPosition> {
  for await (const record of read(kinesis, stream, shardId, startAt(time))) {
    return { checkpoint: record.SequenceNumber ?? '', subSequenceNumber: -1 };
  }
  // Nothing since: looks further and further back, twice as far each time, for the last record there was.
  for (let backMs = 60_000; ; backMs *= 2) {
    let last: string | undefined;
    const from = startAt(new Date(Math.max(0, time.getTime() - backMs)));
    for await (const { SequenceNumber } of read(kinesis, stream, shardId, from)) last = SequenceNumber;
    if (last !== undefined) return { checkpoint: last, subSequenceNumber: Number.MAX_SAFE_INTEGER };
    if (backMs > OLDEST_MS) return { checkpoint: 'TRIM_HORIZON', subSequenceNumber: 0 };
  }
}

/** The sequence number of the record with this one, or of the next if it has gone; undefined if the shard has neither. */
export async function recordAt(
  kinesis: KinesisClient,
  stream: StreamName,
  shardId: string,
  sequenceNumber: string,
): Promise<string | undefined> {
  const start = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: sequenceNumber } as const;
  try {
    for await (const record of read(kinesis, stream, shardId, start)) return record.SequenceNumber;
  } catch (error) {
    // What Kinesis, and kinesis-local, say of a number that is of no record.
    if (!/^(InvalidArgument|ResourceNotFound)Exception$/.test(awsErrorName(error))) throw error;
  }
  return undefined;
}

/** Reads from there to what is the end now. */
async function* read(
  kinesis: KinesisClient,
  stream: StreamName,
  shardId: string,
  start: ShardStart,
): AsyncGenerator<_Record> {
  const { GetRecordsCommand } = await import('@aws-sdk/client-kinesis');
  let iterator = await shardIterator(kinesis, stream, shardId, start);
  while (iterator !== undefined) {
    const {
      Records = [],
      NextShardIterator,
      MillisBehindLatest = 0,
    } = await kinesis.send(new GetRecordsCommand({ ShardIterator: iterator }));
    yield* Records;
    iterator = MillisBehindLatest > 0 ? NextShardIterator : undefined;
  }
}
