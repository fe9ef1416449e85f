import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CreateTableCommand,
  PutItemCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished } from 'vitest';
import { predictShards, seedApplication } from '../../../../../src/local/seed-application.js';
import { dealLeases } from '../../../../reliability/ledger/lease-table.js';
import { dynamodbAt } from '../../../../support/aws.js';
import { deliveredIn, type Delivered } from '../../../../support/delivered.js';
import { startDynamodbLocal } from '../../../../support/dynamodb-local.js';
import { embeddedStack } from '../../../../support/embedded-stack.js';
import { markProcesses } from '../../../../support/marked-processes.js';
import { runCli, type CliResult } from '../../../../support/run-cli.js';
import { startCli, type RunningProgram } from '../../../../support/running-cli.js';
import { temporaryFolder } from '../../../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('../../run/fixtures/record-everything.ts', import.meta.url));
const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
export const shards = predictShards(4).map(({ shardId }) => shardId);

/** A lease, as `leases --json` prints it. */
export interface Row {
  readonly shardId: string;
  readonly owner: string | null;
  readonly checkpoint: string;
}

/** A record, as `tail --json` prints it. */
export interface Printed extends Delivered {
  readonly shardId: string;
  readonly arrivedAt: string;
}

export interface Worker {
  stop(): Promise<void>;
  /** All of its processes end at once. */
  lose(): Promise<void>;
}

export interface Application {
  readonly kinesisEndpoint: string;
  readonly dynamodb: DynamoDBClient;
  /** A worker whose processor checkpoints each batch, and writes what it gets into a folder of that name. */
  start(workerId: string, into: string): Worker;
  delivered(from: string): Promise<Map<string, Delivered[]>>;
  /** Reads until all is read, with one more worker: the data by shard. */
  readOn(into: string): Promise<Record<string, string[]>>;
  leases(...args: string[]): Promise<CliResult>;
  rows(): Promise<Row[]>;
  watch(): RunningProgram;
  inStream(): Promise<Printed[]>;
}

/** An application in a DynamoDB Local of its own, two of whose four leases are dealt to each of the workers a and b. */
export async function startApplication(): Promise<Application> {
  const cwd = await temporaryFolder();
  const starting = startDynamodbLocal();
  onTestFinished(async () => (await starting).stop());
  const [{ endpoint }, { kinesisEndpoint }] = await Promise.all([starting, embeddedStack()]);
  const dynamodb = dynamodbAt(endpoint);
  const stream = { name: 'words', shards: shards.length };
  for (const { operation, body } of seedApplication({ name: 'Two', stream, from: 'TRIM_HORIZON' })) {
    if (operation === 'CreateTable')
      await dynamodb.send(new CreateTableCommand(body as CreateTableCommandInput));
    else await dynamodb.send(new PutItemCommand(body as PutItemCommandInput));
  }
  await dealLeases(dynamodb, 'Two', ['a', 'b']);
  const where = [
    ...['--app', 'Two', '--stream', 'words', '--failover-time', '10s'],
    ...['--kinesis-endpoint', kinesisEndpoint, '--dynamodb-endpoint', endpoint],
  ];
  const run = ['run', processor, '--metrics', 'none', ...where];
  const into = (name: string): Record<string, string> => ({
    ...env,
    OUT: join(cwd, name),
    CHECKPOINT: 'each',
  });
  const delivered = (name: string): Promise<Map<string, Delivered[]>> => deliveredIn(join(cwd, name));
  const toShow = where.toSpliced(where.indexOf('--failover-time'), 2);
  // What a test says comes last, and wins.
  const leases = (...args: string[]): Promise<CliResult> => {
    const [command = '', ...rest] = /^\w/.test(args[0] ?? '') ? args : ['', ...args];
    const flags = command === '' ? toShow : [command, ...where];
    return runCli(['leases', ...flags, ...rest], { cwd, env });
  };
  await mkdir(join(cwd, 'all'));
  return {
    kinesisEndpoint,
    dynamodb,
    delivered,
    leases,
    start(id, name) {
      const mark = markProcesses();
      const program = startCli([...run, '--worker-id', id], { cwd, env: { ...into(name), ...mark.env } });
      return {
        async stop() {
          program.signal('SIGTERM');
          expect(await program.result).toMatchObject({ exitCode: 0 });
        },
        async lose() {
          const pids = [...(await mark.processes()).keys()];
          for (const signal of ['SIGSTOP', 'SIGKILL']) for (const pid of pids) process.kill(pid, signal);
          await program.result;
        },
      };
    },
    async readOn(name) {
      await mkdir(join(cwd, name));
      const ended = await runCli([...run, '--worker-id', 'next', '--until-caught-up'], {
        cwd,
        env: into(name),
      });
      expect(ended).toMatchObject({ exitCode: 0 });
      return Object.fromEntries(
        [...(await delivered(name))].map(([id, records]) => [id, records.map(({ data }) => data)]),
      );
    },
    rows: async () => JSON.parse((await leases('--no-lag', '--json')).stdout) as Row[],
    watch: () => startCli(['leases', '--watch', '1s', ...toShow], { cwd, env }),
    async inStream() {
      const { stdout } = await runCli(['tail', 'words', '--json', '--kinesis-endpoint', kinesisEndpoint], {
        env,
      });
      return stdout.split('\n').map((line) => JSON.parse(line) as Printed);
    },
  };
}
