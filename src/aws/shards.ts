import type { KinesisClient } from '@aws-sdk/client-kinesis';

/** One shard of a stream, as ListShards tells it. */
export interface StreamShard {
  readonly shardId: string;
  /** Split or merged: nothing more is written to it. */
  readonly closed: boolean;
}

/** All shards that still hold records, closed ones among them. */
export async function listShards(kinesis: KinesisClient, stream: string): Promise<StreamShard[]> {
  const { ListShardsCommand } = await import('@aws-sdk/client-kinesis');
  const shards: StreamShard[] = [];
  let next: string | undefined;
  do {
    // With a token the stream must not be named again.
    const page = next === undefined ? { StreamName: stream } : { NextToken: next };
    const { Shards = [], NextToken } = await kinesis.send(new ListShardsCommand(page));
    for (const { ShardId = '', SequenceNumberRange } of Shards) {
      shards.push({ shardId: ShardId, closed: SequenceNumberRange?.EndingSequenceNumber !== undefined });
    }
    next = NextToken;
  } while (next !== undefined);
  return shards;
}
