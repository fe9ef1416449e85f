import type { KinesisClient, ListShardsCommandInput, Shard } from '@aws-sdk/client-kinesis';

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

/**
 * The shards in which reading from a position begins: those that were open then, closed or not by now. Needs
 * kinesis:ListShards.
 *
 * @param stream its ARN if it has one, for it may belong to another account
 */
export async function listShardsAt(
  kinesis: KinesisClient,
  stream: { readonly name: string; readonly arn: string | undefined },
  from: 'TRIM_HORIZON' | 'LATEST' | Date,
): Promise<PlacedShard[]> {
  const filter: ListShardsCommandInput['ShardFilter'] =
    from instanceof Date ? { Type: 'AT_TIMESTAMP', Timestamp: from } : { Type: `AT_${from}` };
  const name = stream.arn === undefined ? { StreamName: stream.name } : { StreamARN: stream.arn };
  const shards = await list(kinesis, { ...name, ShardFilter: filter });
  return shards.map((shard) => ({
    ...streamShard(shard),
    startingHashKey: shard.HashKeyRange?.StartingHashKey ?? '',
    endingHashKey: shard.HashKeyRange?.EndingHashKey ?? '',
    parents: [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined),
  }));
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
