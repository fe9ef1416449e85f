import { createProducer } from './on-aws/producer.mjs';
import { createReads } from './on-aws/reads.mjs';
import { stockWorker } from './on-aws/workers.mjs';
import { startStack } from '../../dist/local/start-stack.js';

const LIMIT_MS = 300_000;

/** Seconds from the start of a stock daemon to the first record in its processor, for fresh applications started together. */
export async function stockFirstRecords(rounds) {
  if (rounds === 0) return [];
  const stack = await startStack({
    node: process.execPath,
    region: 'us-east-1',
  });
  try {
    await stack.ready;
    const where = { kinesis: stack.kinesisEndpoint, dynamodb: stack.dynamodbEndpoint };
    return await Promise.all(Array.from({ length: rounds }, () => stockFirstRecord(where)));
  } finally {
    await stack.stop();
  }
}

async function stockFirstRecord(where) {
  const producer = await createProducer(where, 2);
  const reads = createReads();
  const since = Date.now();
  const app = `${producer.stream}App`;
  const worker = stockWorker({ ...where, reads, stream: producer.stream, app, id: 'stock' });
  try {
    await reads.until((all) => all.length > 0, LIMIT_MS);
    return (reads.all()[0].at - since) / 1000;
  } finally {
    await worker.kill();
    producer.stop();
  }
}
