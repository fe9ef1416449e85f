import { setTimeout as sleep } from 'node:timers/promises';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { KclTsError } from '../../errors.js';
import type { KeyedRecord } from './batch-records.js';

const FIRST_DELAY_MS = 50;
const MAX_ATTEMPTS = 8;

/**
 * Puts one batch, and again those of its records that were refused (PutRecords is not all or nothing), with
 * exponential back-off.
 */
export async function putRecords(
  kinesis: KinesisClient,
  stream: string,
  batch: readonly KeyedRecord[],
): Promise<void> {
  const { PutRecordsCommand } = await import('@aws-sdk/client-kinesis');
  let left = batch;
  for (let attempt = 1; ; attempt += 1) {
    const { Records: results = [] } = await kinesis.send(
      new PutRecordsCommand({
        StreamName: stream,
        Records: left.map(({ data, partitionKey, explicitHashKey }) => ({
          Data: data,
          PartitionKey: partitionKey,
          ExplicitHashKey: explicitHashKey,
        })),
      }),
    );
    const refused = results.find(({ ErrorCode }) => ErrorCode !== undefined);
    left = left.filter((_, index) => results[index]?.ErrorCode !== undefined);
    if (left.length === 0) return;
    if (attempt === MAX_ATTEMPTS) {
      throw new KclTsError(
        'LOCAL_UNAVAILABLE',
        `the embedded Kinesis refused ${left.length} records ${MAX_ATTEMPTS} times: ` +
          `${refused?.ErrorCode ?? ''} ${refused?.ErrorMessage ?? ''}`.trimEnd(),
      );
    }
    await sleep(FIRST_DELAY_MS * 2 ** (attempt - 1));
  }
}
