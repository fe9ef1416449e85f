import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '../../back-off.js';
import { KclTsError } from '../../errors.js';
import type { JsonClient } from '../json-call.js';
import type { KeyedRecord } from './batch-records.js';

const FIRST_DELAY_MS = 50;
const MAX_ATTEMPTS = 8;

/**
 * Puts one batch, and again those of its records that were refused (PutRecords is not all or nothing), with
 * exponential back-off.
 */
export async function putRecords(
  kinesis: Pick<JsonClient, 'call'>,
  stream: string,
  batch: readonly KeyedRecord[],
): Promise<void> {
  let left = batch;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await kinesis.call('Kinesis_20131202.PutRecords', {
      StreamName: stream,
      Records: left.map(({ data, partitionKey, explicitHashKey }) => ({
        Data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
        PartitionKey: partitionKey,
        ExplicitHashKey: explicitHashKey,
      })),
    });
    const results = resultsOf(answer);
    const refused = results.find(({ ErrorCode }) => ErrorCode != null);
    if (!refused) return;
    left = left.filter((_, index) => results[index]?.ErrorCode != null);
    if (attempt === MAX_ATTEMPTS) {
      throw new KclTsError(
        'LOCAL_UNAVAILABLE',
        `the embedded Kinesis refused ${left.length} records ${MAX_ATTEMPTS} times, the first with ` +
          [refused.ErrorCode, refused.ErrorMessage].filter(Boolean).join(': '),
      );
    }
    await sleep(backOffMs({ firstMs: FIRST_DELAY_MS }, attempt));
  }
}

interface Result {
  readonly ErrorCode?: string | null;
  readonly ErrorMessage?: string | null;
}

/** One result for each record, in their order. */
function resultsOf(answer: unknown): readonly Result[] {
  if (typeof answer === 'object' && answer !== null && 'Records' in answer && Array.isArray(answer.Records)) {
    return answer.Records as Result[];
  }
  throw new KclTsError('LOCAL_UNAVAILABLE', `the embedded Kinesis answered ${JSON.stringify(answer)}`);
}
