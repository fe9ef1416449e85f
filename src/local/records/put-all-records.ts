import { jsonClient, type JsonClient } from '../json-call.js';
import { predictShards } from '../seed-application.js';
import type { LocalStream } from '../stack-messages.js';
import { batchRecords } from '../../records/batch-records.js';
import type { RecordSource } from '../../records/open-records.js';
import { MAX_RECORD_BYTES } from '../../records/record.js';
import { putRecords } from './put-records.js';
import { spreadKeys } from './spread-keys.js';

/** A stream takes records of up to this size until it is told to take greater ones (UpdateMaxRecordSize). */
const FIRST_MAX_RECORD_BYTES = 1024 * 1024;

/** Puts records into an embedded stream, one batch after another so that their order holds; resolves with their number. */
export async function putAllRecords(
  kinesisEndpoint: string,
  stream: LocalStream,
  records: RecordSource['records'],
): Promise<number> {
  const kinesis = jsonClient(kinesisEndpoint);
  const nextKey = spreadKeys(predictShards(stream.shards));
  let count = 0;
  try {
    let takesGreater = false;
    for await (const batch of batchRecords(records, nextKey)) {
      if (!takesGreater && batch.some(({ data }) => data.length > FIRST_MAX_RECORD_BYTES)) {
        await takeGreaterRecords(kinesis, stream.name);
        takesGreater = true;
      }
      await putRecords(kinesis, stream.name, batch);
      count += batch.length;
    }
    return count;
  } finally {
    kinesis.close();
  }
}

async function takeGreaterRecords(kinesis: JsonClient, stream: string): Promise<void> {
  const { StreamDescriptionSummary: summary } = (await kinesis.call(
    'Kinesis_20131202.DescribeStreamSummary',
    {
      StreamName: stream,
    },
  )) as { StreamDescriptionSummary: { StreamARN: string } };
  await kinesis.call('Kinesis_20131202.UpdateMaxRecordSize', {
    StreamARN: summary.StreamARN,
    MaxRecordSizeInKiB: MAX_RECORD_BYTES / 1024,
  });
}
