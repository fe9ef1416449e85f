import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { explained } from '../../aws/aws-error.js';
import { findCheckpoint, recordAt } from '../../aws/positions.js';
import {
  beginnings,
  listPlacedShards,
  listShardsAt,
  shardNamed,
  type PlacedShard,
} from '../../aws/shards.js';
import type { StreamName } from '../../aws/stream-name.js';
import { KclTsError } from '../../errors.js';
import { leaseRow } from '../../kcl/lease-row.js';
import { atCheckpoint, withoutOwner, type Checkpoint, type LeaseEdit, type Row } from './edit.js';
import { leaseRows } from './lease-rows.js';

export interface ResetQuestion {
  readonly dynamodb: DynamoDBClient;
  readonly kinesis: KinesisClient;
  /** The lease table. */
  readonly table: string;
  readonly stream: StreamName;
  readonly to: ResetPosition;
  /** All of them if none are named. */
  readonly shards: readonly string[];
}

/** Where to read on; a record is the next that is read, and says which shard is meant. */
export type ResetPosition = 'TRIM_HORIZON' | 'LATEST' | Date | RecordPosition;

export interface RecordPosition {
  readonly shardId: string;
  readonly sequenceNumber: string;
}

/**
 * What a reset would change. For the whole application the leases become those of a new one that begins at the position:
 * those of shards that open later go, for the KCL makes them when their parents end; those of shards that were open then
 * come back. For single shards only their checkpoints change.
 *
 * Needs dynamodb:Scan, kinesis:ListShards, and for a time or a sequence number kinesis:GetShardIterator and
 * kinesis:GetRecords. Writes nothing.
 *
 * @throws KclTsError CONFIG_INVALID, AWS_REFUSED, AWS_UNREACHABLE, CREDENTIALS_MISSING
 */
export async function planReset(question: ResetQuestion): Promise<LeaseEdit[]> {
  const { dynamodb, kinesis, table, stream, to } = question;
  const rows = await leaseRows(dynamodb, table);
  const doing = `list the shards of ${stream.name}`;
  const shards = isRecord(to) ? [to.shardId] : question.shards;
  if (isRecord(to) || shards.length > 0) {
    const known = await explained(doing, listPlacedShards(kinesis, stream));
    return await Promise.all(
      shards.map(async (id) => {
        const shard = shardNamed(id, known, stream);
        return edit(shard, rows.get(id), await checkpointFor(question, shard));
      }),
    );
  }
  const first = beginnings(await explained(doing, listShardsAt(kinesis, stream, to)));
  const ids = new Set(first.map(({ shardId }) => shardId));
  const gone = [...rows].filter(([id]) => !ids.has(id));
  return [
    ...(await Promise.all(
      first.map(async (shard) => edit(shard, rows.get(shard.shardId), await checkpointFor(question, shard))),
    )),
    ...gone.map(([shardId, before]) => ({ shardId, before, after: undefined })),
  ];
}

function isRecord(position: ResetPosition): position is RecordPosition {
  return typeof position === 'object' && 'sequenceNumber' in position;
}

function edit(shard: PlacedShard, before: Row | undefined, checkpoint: Checkpoint): LeaseEdit {
  const row = before ?? leaseRow(shard, 'TRIM_HORIZON');
  return { shardId: shard.shardId, before, after: withoutOwner(atCheckpoint(row, checkpoint)) };
}

async function checkpointFor(
  { kinesis, stream, to }: ResetQuestion,
  { shardId }: PlacedShard,
): Promise<Checkpoint> {
  if (typeof to === 'string') return { checkpoint: to, subSequenceNumber: 0 };
  const doing = `read the shard ${shardId} of ${stream.name}`;
  if (to instanceof Date) return await explained(doing, findCheckpoint(kinesis, stream, shardId, to));
  const { sequenceNumber } = to;
  const found = await explained(doing, recordAt(kinesis, stream, shardId, sequenceNumber));
  if (found === sequenceNumber) return { checkpoint: found, subSequenceNumber: -1 };
  throw new KclTsError('CONFIG_INVALID', `the shard ${shardId} has no record ${sequenceNumber}`, {
    hint: found === undefined ? 'kcl-ts tail STREAM --json lists what it holds' : `the next one is ${found}`,
  });
}
