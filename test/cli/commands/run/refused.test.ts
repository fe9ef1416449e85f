import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { packagedLockFile } from '../../../../src/cli/flags/jars.js';
import {
  readLockFile,
  writeLockFile,
  type LockedJar,
  type LockFile,
} from '../../../../src/maven/lock/lock-file.js';
import { iamPolicy } from '../../../../src/properties/iam-policy.js';
import { collected, named } from '../../../properties/support/collected.js';
import { dynamodbAt } from '../../../support/aws.js';
import { standIn, type StandIn } from '../../../support/aws-stand-in.js';
import { against, embeddedStack } from '../../../support/embedded-stack.js';
import { startCli, type RunningProgram } from '../../../support/running-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

interface Worker extends RunningProgram {
  readonly aws: StandIn;
}

/** Starts a worker whose leases are its own, after `prepare` has had its way with AWS. */
async function startWorker(
  prepare: (aws: StandIn, cwd: string) => readonly string[] | Promise<readonly string[]>,
  shards = 2,
): Promise<Worker> {
  const stack = await embeddedStack({ shards, application: 'App', workerId: 'w' });
  const aws = await standIn(stack);
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, 'processor.ts'), 'export default { processRecords() {} };\n');
  const more = await prepare(aws, cwd);
  const { env, flags } = against({ ...stack, ...aws });
  const names = ['--stream', 'words', '--app', 'App', '--worker-id', 'w'];
  return { aws, ...startCli(['run', 'processor.ts', ...names, ...flags, ...more], { cwd, env }) };
}

function times(output: string, pattern: RegExp): number {
  return output.match(new RegExp(pattern, 'g'))?.length ?? 0;
}

describe('a worker that AWS refuses', () => {
  it('the key of an encrypted stream says so once, and stops in time', async () => {
    const worker = await startWorker((aws) => {
      aws.refuse('kinesis:GetRecords', {
        name: 'KMSAccessDeniedException',
        message:
          'User: arn:aws:sts::1:assumed-role/r/i is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:1:key/k because no identity-based policy allows it',
      });
      return [];
    });
    await worker.saw(/started at TRIM_HORIZON/, 2);
    const refused = (): number =>
      worker.aws.calls.filter(({ operation }) => operation === 'kinesis:GetRecords').length;
    await expect.poll(refused, { timeout: 30_000 }).toBeGreaterThan(5);
    worker.signal('SIGTERM');
    const { exitCode } = await worker.result;
    expect(worker.output()).toMatch(
      /WARN +kcl-ts: the stream is encrypted, and this worker is not allowed to call kms:Decrypt on its key arn:aws:kms:us-east-1:1:key\/k: allow kms:Decrypt/,
    );
    expect(times(worker.output(), /kms:Decrypt on its key/)).toBe(1);
    expect(worker.output()).not.toContain('Exception');
    expect(exitCode).toBe(0);

    // What the daemon and kcl-ts called in this run is what the policy allows.
    const { Statement } = iamPolicy(collected({ flags: named }));
    const allowed = new Set(Statement.flatMap(({ Action }) => Action));
    const called = new Set(worker.aws.calls.map(({ operation }) => operation));
    expect([...called].filter((operation) => !allowed.has(operation))).toEqual([]);
  }, 90_000);

  it('the checkpoints of another stream says that it was made again, and does not wait when it stops', async () => {
    const worker = await startWorker((aws) => {
      aws.refuse('kinesis:GetShardIterator', {
        name: 'InvalidArgumentException',
        message:
          'StartingSequenceNumber 4959033827149025 used in GetShardIterator on shard shardId-000000000000 in stream words under account 123456789012 is invalid because it did not come from this stream.',
      });
      return [];
    });
    await worker.saw(/a checkpoint in the lease table is not from this stream, which was probably deleted/);
    const asked = (): number =>
      worker.aws.calls.filter(({ operation }) => operation === 'kinesis:GetShardIterator').length;
    await expect.poll(asked, { timeout: 30_000 }).toBeGreaterThan(5);
    worker.signal('SIGTERM');
    const { exitCode } = await worker.result;
    expect(times(worker.output(), /not from this stream/)).toBe(1);
    expect(worker.output()).not.toContain('did not stop');
    expect(exitCode).toBe(0);
  }, 90_000);
});

describe('a worker without a network', () => {
  it('says so in one line while java starts, and nothing in the words of java', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'processor.ts'), 'export default { processRecords() {} };\n');
    const stack = { kinesisEndpoint: 'http://127.0.0.1:1', dynamodbEndpoint: 'http://127.0.0.1:2' };
    const { env, flags } = against(stack);
    const worker = startCli(['run', 'processor.ts', '--stream', 'words', '--app', 'App', ...flags], {
      cwd,
      env,
    });
    await worker.saw(/WARN +kcl-ts: http:\/\/127\.0\.0\.1:[12] refused the connection: check the network/);
    worker.signal('SIGTERM');
    const { exitCode } = await worker.result;
    expect(times(worker.output(), /WARN|ERROR/)).toBe(1);
    expect(worker.output()).not.toContain('Exception');
    expect(worker.output()).not.toContain('checkpoint');
    expect(exitCode).toBe(0);
  }, 60_000);
});

describe('a worker whose table belongs to something else', () => {
  it.each([
    ['App2', 'id', ['--app', 'App2']],
    ['App-Other', 'pk', ['--coordinator-table-name', 'App-Other']],
    ['App-Workers', 'leaseKey', ['--worker-metrics-table-name', 'App-Workers']],
  ])(
    'is ended at once: %s',
    async (table, key, flags) => {
      const worker = await startWorker(async ({ dynamodbEndpoint }) => {
        await dynamodbAt(dynamodbEndpoint).send(
          new CreateTableCommand({
            TableName: table,
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
            KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
          }),
        );
        return flags;
      }, 1);
      const { exitCode, stderr } = await worker.result;
      expect(stderr).toContain(
        `kcl-ts: '${table}' is not a table of the KCL: its key is '${key}', expected '`,
      );
      expect(stderr).not.toContain('Exception');
      expect(stderr).not.toContain('checkpoint');
      expect(exitCode, stderr).toBe(2);
    },
    60_000,
  );
});

describe('a worker whose jars do not fit together', () => {
  it('ends, and says which method is missing and which two jars that concerns', async () => {
    const worker = await startWorker(async (_aws, cwd) => {
      const lockFile = join(cwd, 'jars.lock');
      await writeLockFile(lockFile, withClient342(await readLockFile(packagedLockFile)));
      return ['--jars-lock', lockFile];
    });
    const { exitCode, stderr } = await worker.result;
    const end = stderr.slice(stderr.indexOf('\nkcl-ts: '));
    expect(end).toMatch(
      /^kcl-ts: the worker .*: the jars do not fit together: NoSuchMethodError: .*GetShardIteratorRequest\$Builder\.streamId\(/m,
    );
    expect(end).toMatch(
      /^ +needed by amazon-kinesis-client-3\.4\.2\.jar \(software\.amazon\.kinesis\.\S+\)$/m,
    );
    expect(end).toMatch(/^ +not as it is in kinesis-2\.33\.0\.jar$/m);
    expect(end).toContain('kcl-ts lock --client-version');
    expect(times(stderr, /NoSuchMethodError/)).toBeLessThan(4);
    expect(exitCode, stderr).toBe(4);
  }, 90_000);
});

/** A newer client of the KCL beside the SDK of the older one. */
function withClient342(lock: LockFile): LockFile {
  const client: LockedJar = {
    coordinates: 'software.amazon.kinesis:amazon-kinesis-client:3.4.2',
    path: 'software/amazon/kinesis/amazon-kinesis-client/3.4.2/amazon-kinesis-client-3.4.2.jar',
    size: 820280,
    sha256: '977ad83b6a4b1e9bfb688ffb5ca08c71c487fe103b52a9a6192465815d41abc9',
  };
  const daemon = lock.groups.daemon.filter(
    ({ coordinates }) => !coordinates.includes(':amazon-kinesis-client:'),
  );
  return { ...lock, groups: { ...lock.groups, daemon: [...daemon, client] } };
}
