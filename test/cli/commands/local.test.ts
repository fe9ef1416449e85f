import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawn, type ChildProcess } from 'node:child_process';
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { kinesisAt, leasesAt } from '../../support/aws.js';
import { cli, runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

interface Description {
  readonly kinesisEndpoint: string;
  readonly dynamodbEndpoint: string;
  readonly env: Record<string, string>;
}

interface Served {
  readonly process: ChildProcess;
  readonly description: Description;
}

async function serve(args: readonly string[], cwd?: string): Promise<Served> {
  const child = spawn(process.execPath, [cli, 'local', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { process: child, description: JSON.parse(line) as Description };
}

describe('kcl-ts local', () => {
  it('serves the streams and the applications it was asked for', async () => {
    const { description } = await serve([
      ...['--stream', 'first:3', '--stream', 'second', '--app', 'MyApp:first'],
    ]);
    const kinesis = kinesisAt(description.kinesisEndpoint);
    const shards = async (StreamName: string): Promise<number | undefined> =>
      (await kinesis.send(new ListShardsCommand({ StreamName }))).Shards?.length;
    expect([await shards('first'), await shards('second')]).toEqual([3, 2]);
    const leases = await leasesAt(description.dynamodbEndpoint, 'MyApp');
    expect(leases.map(({ owner }) => owner)).toEqual([undefined, undefined, undefined]);
    expect(description.env).toMatchObject({ AWS_ENDPOINT_URL_KINESIS: description.kinesisEndpoint });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends with 0 on %s and leaves nothing listening',
    async (signal) => {
      const { process: child, description } = await serve([]);
      const ended = once(child, 'exit');
      child.kill(signal);
      expect(await ended).toEqual([0, null]);
      for (const endpoint of [description.kinesisEndpoint, description.dynamodbEndpoint]) {
        const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
        const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
        expect(error.code).toBe('ECONNREFUSED');
      }
    },
  );

  it('holds the records of a file before it says where it is', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'in.txt'), 'one\ntwo\n');
    const { description } = await serve(['--stream', 'words:1', '--records', 'in.txt'], folder);
    const kinesis = kinesisAt(description.kinesisEndpoint);
    const { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({
        StreamName: 'words',
        ShardId: 'shardId-000000000000',
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
    expect(Records.map(({ Data }) => Buffer.from(Data ?? []).toString())).toEqual(['one', 'two']);
  });

  it('prints text that a shell can read', async () => {
    const child = spawn(process.execPath, [cli, 'local'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit');
    const [text] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    child.kill('SIGTERM');
    await ended;
    const shell = spawn('/bin/sh', ['-c', `${text}\necho "$AWS_ACCESS_KEY_ID $AWS_ENDPOINT_URL_DYNAMODB"`]);
    const [echoed] = (await once(shell.stdout.setEncoding('utf8'), 'data')) as [string];
    expect(echoed).toMatch(/^local http:\/\/127\.0\.0\.1:\d+\n$/);
  });

  it.each([
    [['--stream', 'a b'], 'a stream name may only hold'],
    [['--stream', 'words:0'], 'expected a whole number from 1 to 500'],
    [['--stream', 'words:many'], 'expected a whole number from 1 to 500'],
    [['--kinesis-port', '70000'], 'expected a port'],
    [['--app', 'MyApp:other'], '--app MyApp:other names no --stream, expected one of words'],
    [['--stream', 'one', '--stream', 'two', '--app', 'MyApp'], 'expected one of one, two'],
    [['--records', 'missing.txt'], 'cannot read the records of missing.txt: it does not exist'],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await runCli(['local', ...args]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
