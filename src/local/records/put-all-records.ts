import { jsonClient } from '../json-call.js';
import { predictShards } from '../seed-application.js';
import type { LocalStream } from '../stack-messages.js';
import { batchRecords } from './batch-records.js';
import type { LocalRecords } from './open-records.js';
import { putRecords } from './put-records.js';
import { spreadKeys } from './spread-keys.js';

/** Puts records into an embedded stream, one batch after another so that their order holds; resolves with their number. */
export async function putAllRecords(
  kinesisEndpoint: string,
  stream: LocalStream,
  records: LocalRecords['records'],
): Promise<number> {
  const kinesis = jsonClient(kinesisEndpoint);
  const nextKey = spreadKeys(predictShards(stream.shards));
  let count = 0;
  try {
    for await (const batch of batchRecords(records, nextKey)) {
      await putRecords(kinesis, stream.name, batch);
      count += batch.length;
    }
    return count;
  } finally {
    kinesis.close();
  }
}
