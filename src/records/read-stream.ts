import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { beginnings, listPlacedShards, listShardsAt, shardNamed, type PlacedShard } from '../aws/shards.js';
import type { StreamName } from '../aws/stream-name.js';
import { explained } from '../aws/aws-error.js';
import { readShard, type ShardReading } from './read-shard.js';
import { streamRecords, type StreamRecord } from './stream-record.js';

export interface StreamReading {
  readonly kinesis: KinesisClient;
  readonly stream: StreamName;
  readonly from: ShardReading['from'];
  readonly follow: boolean;
  /** Only these shards; all of them, and their children once they end, if none are named. */
  readonly shards: readonly string[];
  readonly signal: AbortSignal;
  /** Takes records of one shard, in their order, before more of it are read. */
  readonly onRecords: (records: readonly StreamRecord[]) => Promise<void>;
}

/**
 * Reads the shards of a stream side by side, each in its order; the children of a split or merge after their parents.
 * Needs kinesis:ListShards, kinesis:GetShardIterator and kinesis:GetRecords.
 *
 * @throws KclTsError CONFIG_INVALID for a shard that is not there, AWS_REFUSED, AWS_UNREACHABLE, CREDENTIALS_MISSING
 */
export async function readStream(reading: StreamReading): Promise<void> {
  const { stream, shards, signal } = reading;
  const failed = new AbortController();
  const all = { ...reading, signal: AbortSignal.any([signal, failed.signal]) };
  const begun = new Set<string>();
  const ended = new Set<string>();
  const readFrom = async (shard: PlacedShard, from: ShardReading['from']): Promise<void> => {
    begun.add(shard.shardId);
    if (!(await readOne(all, shard, from))) return;
    ended.add(shard.shardId);
    if (shards.length === 0) await readChildren(shard);
  };
  const readChildren = async ({ shardId }: PlacedShard): Promise<void> => {
    const known = await listPlacedShards(all.kinesis, stream);
    const ready = known.filter(
      (child) =>
        child.parents.includes(shardId) &&
        !begun.has(child.shardId) &&
        child.parents.every((parent) => ended.has(parent) || !begun.has(parent)),
    );
    await Promise.all(ready.map((child) => readFrom(child, 'TRIM_HORIZON')));
  };
  try {
    const first = await firstShards(all);
    await explained(
      `read the stream ${stream.name}`,
      Promise.all(first.map((one) => readFrom(one, all.from))),
    );
  } catch (error) {
    // Stopped from outside: what was read is what was wanted.
    if (!signal.aborted) throw error;
  } finally {
    failed.abort();
  }
}

async function readOne(
  { kinesis, stream, follow, signal, onRecords }: StreamReading,
  shard: PlacedShard,
  from: ShardReading['from'],
): Promise<boolean> {
  return await readShard({
    kinesis,
    stream,
    shardId: shard.shardId,
    from,
    follow,
    signal,
    onRecords: (records) => onRecords(records.flatMap((record) => streamRecords(shard, record))),
  });
}

async function firstShards({ kinesis, stream, from, shards }: StreamReading): Promise<PlacedShard[]> {
  const doing = `list the shards of ${stream.name}`;
  if (shards.length > 0) {
    const known = await explained(doing, listPlacedShards(kinesis, stream));
    return shards.map((id) => shardNamed(id, known, stream));
  }
  return beginnings(await explained(doing, listShardsAt(kinesis, stream, from)));
}
