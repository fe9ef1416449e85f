// From saving a file that the processor imports to the next record in the new processor: `kcl-ts run … --watch` against the
// embedded servers, with a record put every 20 ms.
//
//   node bench/start/watch.mjs [rounds] [flags of run …]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './report.mjs';
import { cli, withProcessor } from './run-local.mjs';
import { jsonClient } from '../../dist/local/json-call.js';
import { seedApplication } from '../../dist/local/seed-application.js';
import { startStack } from '../../dist/local/start-stack.js';

const [rounds = '10', ...flags] = process.argv.slice(2);
const stream = { name: 'words', shards: 2 };
const stack = await startStack({
  node: process.execPath,
  region: 'us-east-1',
  streams: [stream],
  seed: seedApplication({ name: 'App', stream, from: 'TRIM_HORIZON', workerId: 'me' }),
});
await stack.ready;
const kinesis = jsonClient(stack.kinesisEndpoint);
const Records = ['0', String(2n ** 127n)].map((ExplicitHashKey) => ({
  Data: 'eA==',
  PartitionKey: 'x',
  ExplicitHashKey,
}));
const producer = setInterval(() => {
  kinesis.call('Kinesis_20131202.PutRecords', { StreamName: 'words', Records }).catch(() => undefined);
}, 20);
const seconds = [];
await withProcessor(async (folder) => {
  const save = (version) => writeFileSync(join(folder, 'version.ts'), `export const version = ${version};\n`);
  writeFileSync(
    join(folder, 'processor.ts'),
    `import { version } from './version.js';
export default { async processRecords({ checkpointer }) { console.log(\`version \${version} at \${Date.now()}.\`); await checkpointer.checkpoint(); } };\n`,
  );
  save(0);
  const names = ['--stream', 'words', '--app', 'App', '--worker-id', 'me', '--watch', '--metrics', 'none'];
  const where = ['--kinesis-endpoint', stack.kinesisEndpoint, '--dynamodb-endpoint', stack.dynamodbEndpoint];
  const quick = ['--failover-time', '1s', '--set', 'idleTimeBetweenReadsInMillis=250'];
  const worker = spawn(
    process.execPath,
    [cli, 'run', 'processor.ts', ...names, ...where, ...quick, ...flags],
    {
      cwd: folder,
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: 'us-east-1',
      },
      stdio: ['ignore', 'inherit', 'pipe'],
    },
  );
  const ended = once(worker, 'close');
  let stderr = '';
  worker.stderr.setEncoding('utf8').on('data', (chunk) => (stderr += chunk));
  for (let version = 0; version <= Number(rounds); version++) {
    const saved = Date.now();
    if (version > 0) save(version);
    const first = await until(() => new RegExp(`version ${version} at (\\d+)\\.`).exec(stderr)?.[1], worker);
    if (version > 0) seconds.push((Number(first) - saved) / 1000);
    // The next save is not in step with the last one.
    await new Promise((resolve) => setTimeout(resolve, 1_000 + Math.random() * 500));
  }
  worker.kill('SIGINT');
  await ended;
});
clearInterval(producer);
kinesis.close();
await stack.stop();
report('from saving to the next record in the new processor', seconds, 's');

async function until(found, worker) {
  for (;;) {
    const value = found();
    if (value !== undefined) return value;
    if (worker.exitCode !== null) throw new Error('kcl-ts has ended');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
