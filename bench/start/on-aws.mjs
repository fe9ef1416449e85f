// How long an application on AWS waits for its records when its workers start, beside the stock daemon of aws-kcl: a fresh
// application, the only worker stopped and started again, killed and started again, three workers at once. Default settings,
// against DynamoDB Local and kinesis-local. Rounds of kcl-ts run one at a time; those of the stock daemon, which mostly
// waits, run after them, so many at once, against emulators of their own.
//
//   node bench/start/on-aws.mjs [rounds] [kcl-ts|stock|both] [stock rounds at once]
import { tsImport } from 'tsx/esm/api';
import { alone, three } from './on-aws/scenarios.mjs';
import { kclTsWorker, stockWorker } from './on-aws/workers.mjs';
import { report } from './report.mjs';
import { startStack } from '../../dist/local/start-stack.js';

const { startDynamodbLocal } = await tsImport('../../test/support/dynamodb-local.ts', import.meta.url);
const [rounds = '1', which = 'both', stockAtOnce = '5'] = process.argv.slice(2);
/** Between two starts of stock workers, each of which takes a few seconds of a processor. */
const APART_MS = 6_000;
/** Seconds at most, for kcl-ts; failoverTimeMillis is 10 s. */
const targets = {
  'fresh application, first record': 8,
  'the only worker stopped and started again, first record': 6,
  'the only worker killed and started again, first record': 2.5 * 10 + 6,
  'three workers at once, every shard read': 10,
  'three workers at once, evenly shared': 30,
};
const figures = new Map();

const noteFor = (product) => (what, since) => {
  const name = `${product}: ${what}`;
  const seconds = (Date.now() - since) / 1000;
  figures.set(name, [...(figures.get(name) ?? []), seconds]);
  console.log(`${name}: ${seconds.toFixed(1)} s`);
};

/** Gives it a DynamoDB and a Kinesis of its own. */
async function withEmulators(use) {
  const dynamodb = await startDynamodbLocal();
  const stack = await startStack({
    node: process.execPath,
    region: 'us-east-1',
  });
  try {
    await stack.ready;
    await use({ kinesis: stack.kinesisEndpoint, dynamodb: dynamodb.endpoint });
  } finally {
    await stack.stop();
    await dynamodb.stop();
  }
}

const complain = (product) => (error) => console.error(`${product}: ${error.message}`);

async function kclTsRounds() {
  await withEmulators(async (where) => {
    const bench = { start: kclTsWorker, where, note: noteFor('kcl-ts') };
    for (let round = 0; round < Number(rounds); round++) {
      await alone(bench, ['stop', 'kill']).catch(complain('kcl-ts'));
      await three(bench).catch(complain('kcl-ts'));
    }
  });
}

/** The scenarios of a round run side by side as well. */
async function stockRounds() {
  const left = Array.from({ length: Number(rounds) }, (_, round) => round);
  const apart = (count) => new Promise((resolve) => setTimeout(resolve, count * APART_MS));
  const scenarios = [
    (bench) => alone(bench, ['stop']),
    (bench) => alone(bench, ['kill']),
    (bench) => three(bench),
  ];
  const run = async (scenario, at) => {
    await apart(at);
    await withEmulators((where) =>
      scenario({ start: stockWorker, where, note: noteFor('stock') }).catch(complain('stock')),
    );
  };
  const runNext = async (place) => {
    await apart(place * scenarios.length);
    while (left.pop() !== undefined) await Promise.all(scenarios.map(run));
  };
  await Promise.all(Array.from({ length: Number(stockAtOnce) }, (_, place) => runNext(place)));
}

if (which !== 'stock') await kclTsRounds();
if (which !== 'kcl-ts') await stockRounds();
for (const [name, seconds] of figures) {
  report(name, seconds, 's');
  const target = targets[name.replace('kcl-ts: ', '')];
  if (target !== undefined) console.log(`  to be at most ${target} s`);
}
process.exit();
