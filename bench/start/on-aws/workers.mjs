import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (file) => fileURLToPath(new URL(file, import.meta.url));
const cli = path('../../../bin/kcl-ts.js');
const account = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
const folder = mkdtempSync(join(tmpdir(), 'kcl-ts-bench-'));
console.log(`what the workers print is in ${folder}`);

const flagsOf = ({ stream, app, kinesis, dynamodb, id }) => [
  ...['--stream', stream, '--app', app, '--worker-id', id, '--metrics', 'none'],
  ...['--kinesis-endpoint', kinesis, '--dynamodb-endpoint', dynamodb],
];

function begin(command, args, { reads, id, app }) {
  const out = openSync(join(folder, `${app}-${id}.log`), 'w');
  const env = { ...process.env, ...account, BENCH_READS: reads.file, BENCH_WORKER: id };
  const child = spawn(command, args, { stdio: ['ignore', out, out], env, detached: true });
  return { child, ended: once(child, 'exit') };
}

export function kclTsWorker(app) {
  const { child, ended } = begin(
    process.execPath,
    [cli, 'run', path('processor.mjs'), ...flagsOf(app), '--log-level', 'debug'],
    app,
  );
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
    /** As when the machine is lost: the watchdog ends java at once. */
    async kill() {
      child.kill('SIGKILL');
      await ended;
      await new Promise((resolve) => setTimeout(resolve, 500));
    },
  };
}

/** Java with the properties that aws-kcl's sample has, and a processor of aws-kcl. */
export function stockWorker(app) {
  const properties = join(folder, `${app.app}-${app.id}.properties`);
  // Its properties file takes no blank in a command, nor does it quote.
  const child = join(folder, `${app.app}-${app.id}.sh`);
  writeFileSync(child, `#!/bin/sh\nexec ${process.execPath} ${path('stock-child.cjs')}\n`, { mode: 0o755 });
  writeFileSync(
    properties,
    [
      `executableName = ${child}`,
      `streamName = ${app.stream}`,
      `applicationName = ${app.app}`,
      `workerId = ${app.id}`,
      `workerIdentifier = ${app.id}`,
      'AwsCredentialsProvider = DefaultCredentialsProvider',
      'initialPositionInStream = TRIM_HORIZON',
      'regionName = us-east-1',
      'retrievalMode = POLLING',
      'metricsLevel = NONE',
      `kinesisEndpoint = ${app.kinesis}`,
      `dynamoDBEndpoint = ${app.dynamodb}`,
    ].join('\n'),
  );
  const started = begin(
    'java',
    [
      '-cp',
      classPath(),
      'software.amazon.kinesis.multilang.MultiLangDaemon',
      '--properties-file',
      properties,
    ],
    app,
  );
  return {
    async stop() {
      started.child.kill('SIGTERM');
      await started.ended;
    },
    async kill() {
      // Unless it has ended already.
      if (started.child.exitCode === null && started.child.signalCode === null)
        process.kill(-started.child.pid, 'SIGKILL');
      await started.ended;
    },
  };
}

let known;

/** The jars that kcl-ts runs, so that nothing but the start differs. */
function classPath() {
  known ??= /-cp\s+'?([^\s']+)/.exec(
    execFileSync(
      process.execPath,
      [cli, 'run', path('processor.mjs'), '--stream', 'words', '--app', 'Words', '--dry-run'],
      { env: { ...process.env, ...account }, encoding: 'utf8' },
    ),
  )[1];
  return known;
}
