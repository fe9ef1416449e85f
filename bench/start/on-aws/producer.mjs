import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { kinesisClient } from '../../../dist/aws/clients.js';

let streams = 0;

/** A new stream into whose every shard a record comes each quarter of a second. */
export async function createProducer({ kinesis: endpoint }, shards) {
  const stream = `Start${process.pid}x${++streams}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const kinesis = await kinesisClient({ region: 'us-east-1', endpoint, credentials });
  await kinesis.send(new CreateStreamCommand({ StreamName: stream, ShardCount: shards }));
  for (;;) {
    const { StreamDescriptionSummary: summary } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: stream }),
    );
    if (summary.StreamStatus === 'ACTIVE') break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const step = 2n ** 128n / BigInt(shards);
  const records = Array.from({ length: shards }, (_, shard) => ({
    Data: Buffer.from('x'),
    PartitionKey: 'x',
    ExplicitHashKey: String(step * BigInt(shard) + 1n),
  }));
  const put = () =>
    kinesis.send(new PutRecordsCommand({ StreamName: stream, Records: records })).catch(() => undefined);
  const timer = setInterval(put, 250);
  return {
    stream,
    shards,
    stop() {
      clearInterval(timer);
      kinesis.destroy();
    },
  };
}
