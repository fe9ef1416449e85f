import { setTimeout as sleep } from 'node:timers/promises';
import { PutRecordsCommand, type KinesisClient } from '@aws-sdk/client-kinesis';

/** A record that Kinesis took. */
export interface Produced {
  readonly number: number;
  readonly partitionKey: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
}

export interface ProductionRequest {
  readonly stream: string;
  readonly until: AbortSignal;
  readonly perSecond: number;
  readonly partitionKeys: number;
  /** The least size of a record, which is its number and blanks after it. */
  readonly bytes?: number;
}

const BATCH = 25;

/** Puts numbered records at a steady rate, and resolves with where each of them is. */
export async function produce(
  kinesis: KinesisClient,
  { stream, until, perSecond, partitionKeys, bytes = 0 }: ProductionRequest,
): Promise<Produced[]> {
  const produced: Produced[] = [];
  const keyOf = (number: number): string => `key ${number % partitionKeys}`;
  const startedAt = performance.now();
  for (let next = 0; !until.aborted; next += BATCH) {
    const numbers = Array.from({ length: BATCH }, (_, at) => next + at);
    const { FailedRecordCount, Records = [] } = await kinesis.send(
      new PutRecordsCommand({
        StreamName: stream,
        Records: numbers.map((number) => ({
          Data: Buffer.from(String(number).padEnd(bytes)),
          PartitionKey: keyOf(number),
        })),
      }),
    );
    if (FailedRecordCount) throw new Error(`${FailedRecordCount} of the producer's records were refused`);
    for (const [at, { ShardId = '', SequenceNumber = '' }] of Records.entries()) {
      const number = next + at;
      produced.push({
        number,
        partitionKey: keyOf(number),
        shardId: ShardId,
        sequenceNumber: SequenceNumber,
      });
    }
    // The rate is the point; when it is behind it does not wait at all.
    await sleep(startedAt + ((next + BATCH) / perSecond) * 1000 - performance.now());
  }
  return produced;
}
