import type { _Record } from '@aws-sdk/client-kinesis';
import { isUtf8 } from 'node:buffer';
import type { PlacedShard } from '../aws/shards.js';
import { deaggregate } from './deaggregate.js';

/** A record as it was read from a stream; those of the KPL one by one. */
export interface StreamRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** Of a record of the KPL: which of those in one record of the stream, from 0. */
  readonly subSequenceNumber?: number;
  readonly partitionKey: string;
  readonly explicitHashKey?: string;
  readonly arrivedAt: Date | undefined;
  readonly data: Uint8Array;
}

/** The records in one record of a shard: itself, or those that the KPL put into it. */
export function streamRecords(shard: PlacedShard, record: _Record): StreamRecord[] {
  const { SequenceNumber: sequenceNumber = '', PartitionKey: partitionKey = '' } = record;
  const { Data: data = new Uint8Array(), ApproximateArrivalTimestamp: arrivedAt } = record;
  const place = { shardId: shard.shardId, sequenceNumber };
  const parts = deaggregate(data, shard);
  if (parts === undefined) return [{ ...place, partitionKey, arrivedAt, data }];
  return parts.map(({ subSequenceNumber, record: part }) => ({
    ...place,
    subSequenceNumber,
    ...part,
    arrivedAt,
  }));
}

/** Its data as text; undefined where they are none (not UTF-8). */
export function textOf({ data }: Pick<StreamRecord, 'data'>): string | undefined {
  return isUtf8(data) ? bufferOf(data).toString('utf8') : undefined;
}

/** One line of JSON, which `put` takes again: data as text, or as base64 where they are none. */
export function recordAsJson(record: StreamRecord): string {
  const { data, arrivedAt, ...rest } = record;
  const text = textOf(record);
  return JSON.stringify({
    ...rest,
    ...(arrivedAt === undefined ? {} : { arrivedAt: arrivedAt.toISOString() }),
    ...(text === undefined ? { base64: bufferOf(data).toString('base64') } : { data: text }),
  });
}

function bufferOf(data: Uint8Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
