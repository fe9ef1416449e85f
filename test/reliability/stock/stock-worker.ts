import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Stack } from '../../../src/local/start-stack.js';
import { daemonClassPath } from '../../maven/support/daemon-jars.js';
import { startProgram } from '../../support/running-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import type { TestWorker } from '../application/start-application.js';

export interface StockRequest {
  readonly id: string;
  readonly application: string;
  readonly stack: Stack;
  readonly failoverMs: number;
  /** Where its processors keep their ledgers. */
  readonly ledgers: string;
}

const processor = fileURLToPath(new URL('../fixtures/keeps-a-ledger.cjs', import.meta.url));

/** The daemon as somebody runs it who has not heard of kcl-ts: java, a properties file, a processor of aws-kcl. */
export async function startStockWorker(request: StockRequest): Promise<Pick<TestWorker, 'id' | 'stop'>> {
  const { id, application, stack, failoverMs, ledgers } = request;
  const folder = await temporaryFolder();
  // The daemon splits executableName at blanks, and the folder has some.
  await writeFile(join(folder, 'processor.sh'), `#!/bin/sh\nexec '${process.execPath}' '${processor}'\n`, {
    mode: 0o755,
  });
  const properties = {
    executableName: './processor.sh',
    streamName: 'words',
    applicationName: application,
    workerId: id,
    workerIdentifier: id,
    AwsCredentialsProvider: 'DefaultCredentialsProvider',
    initialPositionInStream: 'TRIM_HORIZON',
    regionName: 'us-east-1',
    retrievalMode: 'POLLING',
    metricsLevel: 'NONE',
    maxRecords: '100',
    failoverTimeMillis: String(failoverMs),
    kinesisEndpoint: stack.kinesisEndpoint,
    dynamoDBEndpoint: stack.dynamodbEndpoint,
  };
  const file = join(folder, 'stock.properties');
  const lines = Object.entries(properties).map(([name, value]) => `${name} = ${value}\n`);
  await writeFile(file, lines.join(''));
  const classPath = (await daemonClassPath()).join(delimiter);
  const daemon = 'software.amazon.kinesis.multilang.MultiLangDaemon';
  const account = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
  const program = startProgram('java', ['-cp', classPath, daemon, '--properties-file', file], {
    cwd: folder,
    env: { ...account, LEDGER: ledgers, WORKER: id },
  });
  return {
    id,
    async stop() {
      program.signal('SIGTERM');
      await program.result;
    },
  };
}
