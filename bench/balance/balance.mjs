// A worker reads all shards under load, and a second one joins it. How long until they share the shards evenly?
//
//   node bench/balance/balance.mjs [--failover 3s] [--shards 8] [--rounds 3] [-- flags of both workers]
//
// For example: node bench/balance/balance.mjs --failover 10s -- --set varianceBalancingFrequency=3
//
// Real daemons, embedded Kinesis and DynamoDB, 100 records a second over all shards. The second worker joins at a random
// moment of the leader's cycle. "Evenly" is: neither holds more than one lease above the other. Printed are the seconds from
// the command that starts the second worker until its first lease, and until the leases are shared evenly; and how many
// leases moved after that in three more cycles, which should be none.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { seedApplication } from '../../dist/local/seed-application.js';
import { startStack } from '../../dist/local/start-stack.js';
import { report } from '../start/report.mjs';

const { values, positionals: workerFlags } = parseArgs({
  options: {
    failover: { type: 'string', default: '3s' },
    shards: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
  },
  allowPositionals: true,
});
const shards = Number(values.shards);
/** The leader balances every sixth failoverTimeMillis unless told otherwise (LeaseAssignmentManager, KCL 3.1.3). */
const cycleMs = 6 * 1000 * Number.parseFloat(values.failover);
const cli = fileURLToPath(new URL('../../bin/kcl-ts.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-balance-'));
writeFileSync(
  join(folder, 'processor.mjs'),
  'export default { processRecords() {}, async shutdownRequested({ checkpointer }) { await checkpointer.checkpoint(); } };\n',
);
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
const env = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_REGION: 'us-east-1',
};

function startWorker({ kinesisEndpoint, dynamodbEndpoint }, id) {
  const target = ['--stream', 'words', '--app', 'Shared', '--worker-id', id, '--metrics', 'none'];
  const endpoints = ['--kinesis-endpoint', kinesisEndpoint, '--dynamodb-endpoint', dynamodbEndpoint];
  const args = [cli, 'run', join(folder, 'processor.mjs'), ...target, ...endpoints];
  const child = spawn(process.execPath, [...args, '--failover-time', values.failover, ...workerFlags], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  return {
    async end() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'close');
      }
    },
  };
}

/** Puts 100 records of 256 bytes a second until it is aborted. */
async function produce({ kinesisEndpoint: endpoint }, signal) {
  // The stand-in speaks HTTP/1.1 on its plain port.
  const requestHandler = new NodeHttpHandler();
  const kinesis = new KinesisClient({ endpoint, region: 'us-east-1', credentials, requestHandler });
  for (let round = 0; !signal.aborted; round++) {
    const Records = Array.from({ length: 25 }, (_, at) => ({
      Data: Buffer.alloc(256, 32),
      PartitionKey: `key ${round * 25 + at}`,
    }));
    await kinesis.send(new PutRecordsCommand({ StreamName: 'words', Records }));
    await sleep(250, undefined, { signal }).catch(() => undefined);
  }
}

/** How many leases each worker holds; those that are being handed over belong to nobody yet. */
async function owners(dynamodb) {
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'Shared', ConsistentRead: true }));
  return Items.map(({ leaseOwner, checkpointOwner }) => (checkpointOwner ? undefined : leaseOwner?.S));
}

const count = (list, id) => list.filter((owner) => owner === id).length;
const isEven = (list) =>
  count(list, 'first') + count(list, 'second') === shards &&
  Math.abs(count(list, 'first') - count(list, 'second')) <= 1;

async function until(dynamodb, condition) {
  while (!condition(await owners(dynamodb))) await sleep(250);
}

async function round() {
  const stream = { name: 'words', shards };
  const stack = await startStack({
    node: process.execPath,
    region: 'us-east-1',
    streams: [stream],
    seed: seedApplication({ name: 'Shared', stream, from: 'TRIM_HORIZON', workerId: 'first' }),
  });
  await stack.ready;
  const dynamodb = new DynamoDBClient({ endpoint: stack.dynamodbEndpoint, region: 'us-east-1', credentials });
  const done = new AbortController();
  const producing = produce(stack, done.signal);
  const workers = [startWorker(stack, 'first')];
  try {
    // The leader's first look comes at once, and the load of the leases is known after some renewals.
    await sleep(cycleMs + Math.random() * cycleMs);
    const start = performance.now();
    workers.push(startWorker(stack, 'second'));
    await until(dynamodb, (list) => list.includes('second'));
    const first = (performance.now() - start) / 1000;
    await until(dynamodb, isEven);
    const even = (performance.now() - start) / 1000;
    let before = await owners(dynamodb);
    let moved = 0;
    for (const end = performance.now() + 3 * cycleMs; performance.now() < end; await sleep(500)) {
      const now = await owners(dynamodb);
      moved += now.filter((owner, at) => owner !== undefined && owner !== before[at]).length;
      before = now.map((owner, at) => owner ?? before[at]);
    }
    return { first, even, moved };
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
    done.abort();
    await producing;
    await stack.stop();
  }
}

try {
  const results = [];
  for (let n = 0; n < Number(values.rounds); n++) results.push(await round());
  const name = [`failover ${values.failover}, ${shards} shards`, ...workerFlags].join(' ');
  report(
    `${name}: the first lease`,
    results.map(({ first }) => first),
    's',
  );
  report(
    `${name}: shared evenly`,
    results.map(({ even }) => even),
    's',
  );
  report(
    `${name}: moved afterwards`,
    results.map(({ moved }) => moved),
    'leases',
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
