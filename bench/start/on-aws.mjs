// How long an application on AWS waits for its records when its workers start, beside the stock daemon of aws-kcl: a fresh
// application, the only worker stopped and started again, killed and started again, three workers at once. Default settings,
// against DynamoDB Local and kinesis-local.
//
//   node bench/start/on-aws.mjs [rounds] [kcl-ts|stock|both]
import { tsImport } from 'tsx/esm/api';
import { createProducer } from './on-aws/producer.mjs';
import { createReads } from './on-aws/reads.mjs';
import { kclTsWorker, stockWorker } from './on-aws/workers.mjs';
import { report } from './report.mjs';
import { startStack } from '../../dist/local/start-stack.js';

const { startDynamodbLocal } = await tsImport('../../test/support/dynamodb-local.ts', import.meta.url);
const [rounds = '1', which = 'both'] = process.argv.slice(2);
const LIMIT_MS = 240_000;
const products = { 'kcl-ts': kclTsWorker, stock: stockWorker };
const figures = new Map();

const note = (product, what, since) => {
  const name = `${product}: ${what}`;
  const seconds = (Date.now() - since) / 1000;
  figures.set(name, [...(figures.get(name) ?? []), seconds]);
  console.log(`${name}: ${seconds.toFixed(1)} s`);
};

/** One worker: fresh, stopped and started, killed and started. */
async function alone(product, start, where) {
  const producer = await createProducer(where, 2);
  const reads = createReads();
  const app = { ...where, reads, stream: producer.stream, app: `${producer.stream}App` };
  const restarted = async (what, id) => {
    const since = Date.now();
    const worker = start({ ...app, id });
    await reads.until((all) => all.some((read) => read.at >= since && read.worker === id), LIMIT_MS);
    note(product, `${what}, first record`, since);
    await reads.until((all) => shardsOf(all, since, [id]).size === producer.shards, LIMIT_MS);
    note(product, `${what}, every shard read`, since);
    return worker;
  };
  const first = await restarted('fresh application', 'first');
  await settle();
  await first.stop();
  const second = await restarted('the only worker stopped and started again', 'second');
  await settle();
  await second.kill();
  const third = await restarted('the only worker killed and started again', 'third');
  await third.kill();
  producer.stop();
}

/** Three workers, eight shards. */
async function three(product, start, where) {
  const producer = await createProducer(where, 8);
  const reads = createReads();
  const app = { ...where, reads, stream: producer.stream, app: `${producer.stream}App` };
  const ids = ['one', 'two', 'three'];
  const since = Date.now();
  const workers = ids.map((id) => start({ ...app, id }));
  await reads.until((all) => shardsOf(all, since, ids).size === producer.shards, LIMIT_MS);
  note(product, 'three workers at once, every shard read', since);
  // Each has two or three of the eight shards now.
  await reads.until((all) => {
    const counts = ids.map((id) => shardsOf(all, Date.now() - 3_000, [id]).size);
    return (
      counts.reduce((sum, count) => sum + count) === 8 && Math.max(...counts) <= 3 && Math.min(...counts) >= 2
    );
  }, LIMIT_MS);
  note(product, 'three workers at once, evenly shared', since);
  await Promise.all(workers.map((worker) => worker.kill()));
  producer.stop();
}

const shardsOf = (all, since, ids) =>
  new Set(all.filter(({ at, worker }) => at >= since && ids.includes(worker)).map(({ shard }) => shard));

/** The worker has reported that it lives, and leads. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 15_000));

const dynamodb = await startDynamodbLocal();
const stack = await startStack({
  node: process.execPath,
  region: 'us-east-1',
  streams: [],
  kinesisPort: 0,
  dynamodbPort: 0,
  seed: [],
});
try {
  await stack.ready;
  const where = { kinesis: stack.kinesisEndpoint, dynamodb: dynamodb.endpoint };
  for (let round = 0; round < Number(rounds); round++) {
    for (const [product, start] of Object.entries(products)) {
      if (which !== 'both' && which !== product) continue;
      for (const scenario of [alone, three]) {
        await scenario(product, start, where).catch((error) => console.error(`${product}: ${error.message}`));
      }
    }
  }
  for (const [name, seconds] of figures) report(name, seconds, 's');
} finally {
  await stack.stop();
  await dynamodb.stop();
}
process.exit();
