import type { GetShardIteratorCommandInput, KinesisClient } from '@aws-sdk/client-kinesis';
import { streamKey, type StreamName } from './stream-name.js';

/** Where the reading of a shard begins. */
export type ShardStart = Pick<
  GetShardIteratorCommandInput,
  'ShardIteratorType' | 'StartingSequenceNumber' | 'Timestamp'
>;

export function startAt(position: 'TRIM_HORIZON' | 'LATEST' | Date): ShardStart {
  return position instanceof Date
    ? { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: position }
    : { ShardIteratorType: position };
}

export function startAfter(sequenceNumber: string): ShardStart {
  return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: sequenceNumber };
}

/** What GetRecords is asked with. Needs kinesis:GetShardIterator. */
export async function shardIterator(
  kinesis: KinesisClient,
  stream: StreamName,
  shardId: string,
  start: ShardStart,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { GetShardIteratorCommand } = await import('@aws-sdk/client-kinesis');
  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({ ...streamKey(stream), ShardId: shardId, ...start }),
    signal && { abortSignal: signal },
  );
  return ShardIterator;
}
