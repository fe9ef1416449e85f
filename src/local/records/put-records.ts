import { KclTsError } from '../../errors.js';
import { putBatch, type PutResult } from '../../records/put-batch.js';
import type { KeyedRecord } from '../../records/record.js';
import type { JsonClient } from '../json-call.js';

const FIRST_DELAY_MS = 50;
const TRIES = 8;

/** Puts one batch into an embedded stream, and again those of its records that were refused. */
export async function putRecords(
  kinesis: Pick<JsonClient, 'call'>,
  stream: string,
  batch: readonly KeyedRecord[],
): Promise<void> {
  await putBatch(batch, {
    firstDelayMs: FIRST_DELAY_MS,
    tries: TRIES,
    refused: (count, last) =>
      new KclTsError(
        'LOCAL_UNAVAILABLE',
        `the embedded Kinesis refused ${count} records ${TRIES} times, the first with ${last}`,
      ),
    impossible: (why) =>
      new KclTsError('LOCAL_UNAVAILABLE', `the embedded Kinesis does not take a record: ${why}`),
    send: async (records) =>
      resultsOf(
        await kinesis.call('Kinesis_20131202.PutRecords', {
          StreamName: stream,
          Records: records.map(({ data, partitionKey, explicitHashKey }) => ({
            Data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
            PartitionKey: partitionKey,
            ExplicitHashKey: explicitHashKey,
          })),
        }),
      ),
  });
}

/** One result for each record, in their order. */
function resultsOf(answer: unknown): readonly PutResult[] {
  if (typeof answer === 'object' && answer !== null && 'Records' in answer && Array.isArray(answer.Records)) {
    return answer.Records as PutResult[];
  }
  throw new KclTsError('LOCAL_UNAVAILABLE', `the embedded Kinesis answered ${JSON.stringify(answer)}`);
}
