// Two workers of one application share 8 shards; one goes. How long until the other reads all eight?
//
//   node bench/hand-off/hand-off.mjs [rounds] [only scenarios with this in their name]
//
// Each round: the leader or the other worker stops gracefully, its kcl-ts is killed, or all of its processes are at once,
// as when a machine is lost; with what kcl-ts does about it and as the KCL leaves it (failoverTimeMillis=3000, real daemons,
// embedded Kinesis and DynamoDB).
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seedApplication } from '../../dist/local/seed-application.js';
import { startStack } from '../../dist/local/start-stack.js';
import { report } from '../start/report.mjs';

const rounds = Number(process.argv[2] ?? 3);
const only = process.argv[3];
const cli = fileURLToPath(new URL('../../bin/kcl-ts.js', import.meta.url));
const SHARDS = 8;
const folder = mkdtempSync(join(tmpdir(), 'bench-hand-off-'));
writeFileSync(
  join(folder, 'processor.mjs'),
  'export default { processRecords() {}, async shutdownRequested({ checkpointer }) { await checkpointer.checkpoint(); } };\n',
);
const env = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_REGION: 'us-east-1',
};

function startWorker(stack, id, flags = []) {
  const child = spawn(
    process.execPath,
    [
      ...[
        cli,
        'run',
        join(folder, 'processor.mjs'),
        '--stream',
        'words',
        '--app',
        'Shared',
        '--worker-id',
        id,
      ],
      ...['--kinesis-endpoint', stack.kinesisEndpoint, '--dynamodb-endpoint', stack.dynamodbEndpoint],
      ...[
        '--metrics',
        'none',
        '--failover-time',
        '3s',
        '--log-format',
        'json',
        '--log-level',
        'debug',
        ...flags,
      ],
    ],
    { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const holding = new Set();
  const waiting = new Set();
  const worker = { id, child, holding, leader: false };
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const { source, shardId, message = '' } = JSON.parse(line);
      if (source === 'kcl-ts' && message.startsWith('started at')) holding.add(shardId);
      if (source === 'kcl-ts' && message.startsWith('ended')) holding.delete(shardId);
      // LeaseAssignmentManager.performAssignment
      const role = / is (a|not a) leader,/.exec(message)?.[1];
      if (role !== undefined) worker.leader = role === 'a';
      for (const check of waiting) check();
    }
  });
  worker.until = (condition) =>
    new Promise((resolve) => {
      const check = () => condition() && (waiting.delete(check), resolve());
      waiting.add(check);
      check();
    });
  worker.holds = (count) => worker.until(() => holding.size >= count);
  worker.end = async (signal) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'close');
    }
  };
  return worker;
}

/**
 * Half of the leases each: without load the KCL would not move any from one worker to the other. One that starts more
 * than six seconds after the other finds its leases taken; then both start again.
 */
async function startPair(flags) {
  const stream = { name: 'words', shards: SHARDS };
  const seed = seedApplication({ name: 'Shared', stream, from: 'TRIM_HORIZON' });
  seed
    .filter(({ operation }) => operation === 'PutItem')
    .forEach(({ body }, at) => (body.Item.leaseOwner = { S: `worker-${1 + (at % 2)}` }));
  const stack = await startStack({
    node: process.execPath,
    region: 'us-east-1',
    streams: [stream],
    seed,
  });
  await stack.ready;
  const workers = ['worker-1', 'worker-2'].map((id) => startWorker(stack, id, flags));
  const end = async () => {
    await Promise.all(workers.map((worker) => worker.end('SIGTERM')));
    await stack.stop();
  };
  const shared = await Promise.race([
    Promise.all(workers.map((worker) => worker.holds(SHARDS / 2))).then(() => true),
    ...workers.map((worker) => worker.until(() => worker.holding.size > SHARDS / 2).then(() => false)),
  ]);
  if (!shared) {
    await end();
    return startPair(flags);
  }
  await Promise.race(workers.map((worker) => worker.until(() => worker.leader)));
  const leader = workers.find((worker) => worker.leader);
  const follower = workers.find((worker) => !worker.leader);
  return { leader, follower, end };
}

/** A process and all that it started, however far down. */
function family(pid) {
  const parents = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const members = [pid];
  for (const member of members)
    for (const [child, parent] of parents) if (parent === member) members.push(child);
  return members;
}

const departures = {
  'stops gracefully': (pid) => process.kill(pid, 'SIGTERM'),
  'has its kcl-ts killed': (pid) => process.kill(pid, 'SIGKILL'),
  'is lost with its machine': (pid) => {
    const all = family(pid);
    // Stopped first, so that none sees another one's end.
    for (const signal of ['SIGSTOP', 'SIGKILL']) for (const member of all) process.kill(member, signal);
  },
};

async function scenario(who, how, flags = []) {
  const name = [who, how, ...flags].join(' ');
  if (only && !name.includes(only)) return;
  const seconds = [];
  for (let round = 0; round < rounds; round++) {
    const { leader, follower, end } = await startPair(flags);
    const [leaving, staying] = who === 'the leader' ? [leader, follower] : [follower, leader];
    const start = performance.now();
    departures[how](leaving.child.pid);
    await staying.holds(SHARDS);
    seconds.push((performance.now() - start) / 1000);
    await end();
  }
  report(name, seconds, 's');
}

try {
  for (const how of Object.keys(departures)) {
    for (const who of ['the follower', 'the leader']) {
      await scenario(who, how);
      await scenario(who, how, ['--no-hand-back', '--no-take-over']);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
