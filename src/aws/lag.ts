import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { shardIterator, startAfter, startAt, type ShardStart } from './shard-iterator.js';

/** How far a shard was read: what its lease says. */
interface Position {
  readonly shardId: string;
  /** A sequence number, TRIM_HORIZON, LATEST, AT_TIMESTAMP or SHARD_END. */
  readonly checkpoint: string;
}

export interface Lag {
  readonly shardId: string;
  /**
   * Age of the oldest record after the checkpoint, in milliseconds; 0 if there is none. Undefined if it cannot be told:
   * no record was checkpointed yet and reading did not begin at the oldest, or the shard could not be read.
   */
  readonly millis: number | undefined;
  /** Why the shard could not be read. */
  readonly problem?: unknown;
}

/** GetRecords is limited to 5 calls a second for each shard and its consumers: one is taken, of few shards at a time. */
const AT_ONCE = 10;

/**
 * Looks at the first record after each lease's checkpoint. Needs kinesis:GetShardIterator and kinesis:GetRecords.
 *
 * What was processed since the last checkpoint counts as unread: with a checkpoint a minute the lag is up to a minute
 * for a worker that keeps up.
 */
export async function measureLag(
  kinesis: KinesisClient,
  stream: string,
  leases: readonly Position[],
): Promise<Lag[]> {
  const lags: Lag[] = [];
  for (let from = 0; from < leases.length; from += AT_ONCE) {
    const group = leases.slice(from, from + AT_ONCE);
    lags.push(...(await Promise.all(group.map((lease) => lagOf(kinesis, stream, lease)))));
  }
  return lags;
}

async function lagOf(kinesis: KinesisClient, stream: string, lease: Position): Promise<Lag> {
  const { shardId } = lease;
  if (lease.checkpoint === 'SHARD_END') return { shardId, millis: 0 };
  const start = startOf(lease);
  if (!start) return { shardId, millis: undefined };
  try {
    return { shardId, millis: await ageOfNext(kinesis, stream, shardId, start) };
  } catch (problem) {
    return { shardId, millis: undefined, problem };
  }
}

/** LATEST and AT_TIMESTAMP do not say which record was the last before them. */
function startOf({ checkpoint }: Position): ShardStart | undefined {
  if (checkpoint === 'TRIM_HORIZON') return startAt(checkpoint);
  return /^\d+$/.test(checkpoint) ? startAfter(checkpoint) : undefined;
}

/** An answer may be empty although records follow: then all that is known is how far behind the answer itself is. */
async function ageOfNext(
  kinesis: KinesisClient,
  stream: string,
  shardId: string,
  start: ShardStart,
): Promise<number> {
  const { GetRecordsCommand } = await import('@aws-sdk/client-kinesis');
  const ShardIterator = await shardIterator(kinesis, { name: stream, arn: undefined }, shardId, start);
  const { Records = [], MillisBehindLatest = 0 } = await kinesis.send(
    new GetRecordsCommand({ ShardIterator, Limit: 1 }),
  );
  const arrived = Records[0]?.ApproximateArrivalTimestamp;
  return arrived ? Math.max(0, Date.now() - arrived.getTime()) : MillisBehindLatest;
}
