import type { KinesisClient, ListShardsCommandInput, Shard } from '@aws-sdk/client-kinesis';
import { KclTsError } from '../errors.js';
import { streamKey, type StreamName } from './stream-name.js';

/** One shard of a stream, as ListShards tells it. */
export interface StreamShard {
  readonly shardId: string;
  /** Split or merged: nothing more is written to it. */
  readonly closed: boolean;
}

/** A shard with where it lies and what it came from. */
export interface PlacedShard extends StreamShard {
  /** Decimal. */
  readonly startingHashKey: string;
  readonly endingHashKey: string;
  /** The shards that it was split or merged from, also those that are gone. */
  readonly parents: readonly string[];
}

/** All shards that still hold records, closed ones among them. */
export async function listShards(kinesis: KinesisClient, stream: string): Promise<StreamShard[]> {
  const shards = await list(kinesis, { StreamName: stream });
  return shards.map(streamShard);
}

/** The same with where they lie. Needs kinesis:ListShards. */
export async function listPlacedShards(kinesis: KinesisClient, stream: StreamName): Promise<PlacedShard[]> {
  return (await list(kinesis, streamKey(stream))).map(placedShard);
}

/**
 * The shards in which reading from a position begins: those that were open then, closed or not by now. Needs
 * kinesis:ListShards.
 */
export async function listShardsAt(
  kinesis: KinesisClient,
  stream: StreamName,
  from: 'TRIM_HORIZON' | 'LATEST' | Date,
): Promise<PlacedShard[]> {
  const filter: ListShardsCommandInput['ShardFilter'] =
    from instanceof Date ? { Type: 'AT_TIMESTAMP', Timestamp: from } : { Type: `AT_${from}` };
  return (await list(kinesis, { ...streamKey(stream), ShardFilter: filter })).map(placedShard);
}

/** The shards in which reading begins: children come after their parents, whether an answer holds both or not. */
export function beginnings(shards: readonly PlacedShard[]): PlacedShard[] {
  const ids = new Set(shards.map(({ shardId }) => shardId));
  return shards.filter(({ parents }) => !parents.some((parent) => ids.has(parent)));
}

/**
 * The shard that somebody has named.
 *
 * @param known all shards of the stream
 * @throws KclTsError CONFIG_INVALID
 */
export function shardNamed(id: string, known: readonly PlacedShard[], { name }: StreamName): PlacedShard {
  const found = known.find(({ shardId }) => shardId === id);
  if (found) return found;
  const some = known.slice(0, 5).map(({ shardId }) => shardId);
  const more = known.length - some.length;
  throw new KclTsError('CONFIG_INVALID', `the stream ${name} has no shard '${id}'`, {
    hint: `it has ${some.join(', ')}${more > 0 ? ` and ${more} others` : ''}`,
  });
}

function placedShard(shard: Shard): PlacedShard {
  return {
    ...streamShard(shard),
    startingHashKey: shard.HashKeyRange?.StartingHashKey ?? '',
    endingHashKey: shard.HashKeyRange?.EndingHashKey ?? '',
    parents: [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined),
  };
}

function streamShard({ ShardId = '', SequenceNumberRange }: Shard): StreamShard {
  return { shardId: ShardId, closed: SequenceNumberRange?.EndingSequenceNumber !== undefined };
}

async function list(kinesis: KinesisClient, request: ListShardsCommandInput): Promise<Shard[]> {
  const { ListShardsCommand } = await import('@aws-sdk/client-kinesis');
  const shards: Shard[] = [];
  let next: string | undefined;
  do {
    // With a token neither the stream nor the filter must be named again.
    const page = next === undefined ? request : { NextToken: next };
    const { Shards = [], NextToken } = await kinesis.send(new ListShardsCommand(page));
    shards.push(...Shards);
    next = NextToken;
  } while (next !== undefined);
  return shards;
}
