import { readdir, readFile } from 'node:fs/promises';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutRecordCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import type { Stack } from '../../../../src/local/start-stack.js';
import { dynamodbAt, kinesisAt } from '../../../support/aws.js';
import { holdDialogue } from '../../../support/dialogue.js';
import { embeddedStack } from '../../../support/embedded-stack.js';
import { runCli, type CliResult } from '../../../support/run-cli.js';
import { startCli } from '../../../support/running-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const env = { AWS_ACCESS_KEY_ID: '', AWS_PROFILE: '', AWS_REGION: 'us-east-1' };
const first = 'shardId-000000000000';

function where(stack: Stack): string[] {
  return ['--kinesis-endpoint', stack.kinesisEndpoint, '--dynamodb-endpoint', stack.dynamodbEndpoint];
}

interface Given {
  readonly stack: Stack;
  readonly cwd: string;
  leases(...args: string[]): Promise<CliResult>;
  rows(): Promise<Record<string, Record<string, unknown>>>;
}

async function application(workerId?: string, shards = 2): Promise<Given> {
  const stack = await embeddedStack({
    shards,
    application: 'App',
    ...(workerId === undefined ? {} : { workerId }),
  });
  const cwd = await temporaryFolder();
  const flags = ['--app', 'App', '--stream', 'words', '--failover-time', '300ms', ...where(stack)];
  return {
    stack,
    cwd,
    leases: (...args) => runCli(['leases', ...args, ...flags], { cwd, env }),
    async rows() {
      const { Items = [] } = await dynamodbAt(stack.dynamodbEndpoint).send(
        new ScanCommand({ TableName: 'App' }),
      );
      const plain = Items.map((item) =>
        Object.fromEntries(
          Object.entries(item).map(([name, value]) => [name, value.S ?? value.N ?? value.SS]),
        ),
      );
      return Object.fromEntries(plain.map((row) => [String(row['leaseKey']), row]));
    },
  };
}

async function put(stack: Stack, data: string): Promise<string> {
  const { SequenceNumber = '' } = await kinesisAt(stack.kinesisEndpoint).send(
    new PutRecordCommand({
      StreamName: 'words',
      PartitionKey: 'k',
      ExplicitHashKey: '0',
      Data: Buffer.from(data),
    }),
  );
  return SequenceNumber;
}

describe('kcl-ts leases reset', () => {
  it('sets every checkpoint, frees the leases, and keeps them as they were in a file', async () => {
    const { cwd, leases, rows } = await application('gone');
    const done = await leases('reset', '--to', 'latest', '--yes');
    expect(done.exitCode).toBe(0);
    expect(done.stderr).toContain(`${first}  gone   TRIM_HORIZON  LATEST`);
    expect(done.stderr).toContain('2 leases reset');
    const after = await rows();
    expect(Object.values(after).map((row) => [row['checkpoint'], row['leaseOwner']])).toEqual([
      ['LATEST', undefined],
      ['LATEST', undefined],
    ]);
    const [file = ''] = await readdir(cwd);
    expect(file).toMatch(/^App-leases-.*\.json$/);
    const back = await leases('restore', file, '--yes', '--no-dump');
    expect(back.stderr).toContain('2 leases restored');
    const restored = await rows();
    expect(restored[first]).toMatchObject({ checkpoint: 'TRIM_HORIZON' });
    expect(Number(restored[first]?.['leaseCounter'])).toBeGreaterThan(Number(after[first]?.['leaseCounter']));
    expect(await readdir(cwd)).toEqual([file]);
  });

  it('reads on at a record, at a time, and after what is there', async () => {
    const { stack, leases, rows } = await application(undefined, 1);
    const one = await put(stack, 'one');
    const atRecord = await leases('reset', '--to', one, '--shard', first, '--yes', '--no-dump');
    expect(atRecord.stderr).toContain(`before ${one}`);
    expect(await rows()).toMatchObject({ [first]: { checkpoint: one, checkpointSubSequenceNumber: '-1' } });
    await leases('reset', '--to', '1h', '--yes', '--no-dump');
    expect(await rows()).toMatchObject({ [first]: { checkpoint: one, checkpointSubSequenceNumber: '-1' } });
    const after = new Date(Date.now() + 1).toISOString();
    await leases('reset', '--to', after, '--yes', '--no-dump');
    const { [first]: row } = await rows();
    expect(row).toMatchObject({ checkpoint: one });
    expect(Number(row?.['checkpointSubSequenceNumber'])).toBeGreaterThan(0);
  });

  it('begins at the parent again after a split, whose children get their leases later', async () => {
    const { stack, leases, rows } = await application(undefined, 1);
    await kinesisAt(stack.kinesisEndpoint).send(
      new SplitShardCommand({
        StreamName: 'words',
        ShardToSplit: first,
        NewStartingHashKey: String(2n ** 127n),
      }),
    );
    const children = ['shardId-000000000001', 'shardId-000000000002'];
    for (const leaseKey of children) {
      await dynamodbAt(stack.dynamodbEndpoint).send(
        new PutItemCommand({
          TableName: 'App',
          Item: { leaseKey: { S: leaseKey }, leaseCounter: { N: '7' }, checkpoint: { S: 'TRIM_HORIZON' } },
        }),
      );
    }
    await leases('reset', '--to', 'trim-horizon', '--yes', '--no-dump');
    expect(Object.keys(await rows())).toEqual([first]);
  });

  it('says what it cannot do, and changes nothing', async () => {
    const { stack, leases, rows } = await application(undefined, 1);
    const before = await rows();
    const unconfirmed = await leases('reset', '--to', 'latest');
    expect(unconfirmed).toMatchObject({ exitCode: 2 });
    expect(unconfirmed.stderr).toContain('there is no terminal to confirm this on');
    const several = await leases('reset', '--to', '49680583090158085350525211568463112239485182628327325698');
    expect(several.stderr).toContain('a sequence number is of one shard');
    const one = await put(stack, 'one');
    const other = `${one.slice(0, -1)}${(Number(one.at(-1)) + 1) % 10}`;
    const missing = await leases('reset', '--to', other, '--shard', first, '--yes');
    expect(missing.stderr).toContain(`the shard ${first} has no record ${other}`);
    const shard = await leases('reset', '--to', 'latest', '--shard', 'x', '--yes');
    expect(shard.stderr).toContain(`the stream words has no shard 'x'\n  → it has ${first}`);
    const future = await leases('reset', '--to', new Date(Date.now() + 3_600_000).toISOString(), '--yes');
    expect(future.stderr).toContain('expected a time that is past');
    const nowhere = await leases('reset', '--yes');
    expect(nowhere.stderr).toContain('--to');
    expect(await rows()).toEqual(before);
  });

  it('asks on a terminal, and takes no for an answer', async () => {
    const { stack, cwd, rows } = await application(undefined, 1);
    const args = ['leases', 'reset', '--to', 'latest', '--app', 'App', '--stream', 'words', ...where(stack)];
    const dialogue = await holdDialogue(args, { cwd, env, answers: [['Change 1 lease?', 'n']] });
    expect(dialogue.shown).toContain('nothing was changed');
    expect(await rows()).toMatchObject({ [first]: { checkpoint: 'TRIM_HORIZON' } });
    const yes = await holdDialogue(args, { cwd, env, answers: [['Change 1 lease?', 'y']] });
    expect(yes.shown).toContain('1 lease reset');
    expect(await rows()).toMatchObject({ [first]: { checkpoint: 'LATEST' } });
  });
});

describe('kcl-ts leases release', () => {
  it('takes the leases from workers that are gone, and leaves checkpoints alone', async () => {
    const { leases, rows, cwd } = await application('gone');
    const before = await rows();
    const done = await leases('release', '--shard', first, '--yes');
    expect(done.stderr).toContain('1 lease released');
    const after = await rows();
    expect(after[first]).toEqual({
      ...before[first],
      leaseOwner: undefined,
      leaseCounter: String(Number(before[first]?.['leaseCounter']) + 1),
    });
    expect(after['shardId-000000000001']).toMatchObject({ leaseOwner: 'gone' });
    const [file = ''] = await readdir(cwd);
    expect(JSON.parse(await readFile(`${cwd}/${file}`, 'utf8'))).toMatchObject({ table: 'App' });
  });

  it('refuses while a worker renews its leases', async () => {
    const { stack, leases, rows } = await application('alive', 1);
    const dynamodb = dynamodbAt(stack.dynamodbEndpoint);
    let counter = 0;
    const renew = async (): Promise<void> => {
      const row = { leaseKey: { S: first }, leaseOwner: { S: 'alive' }, checkpoint: { S: 'TRIM_HORIZON' } };
      const leaseCounter = { N: String(++counter) };
      await dynamodb.send(new PutItemCommand({ TableName: 'App', Item: { ...row, leaseCounter } }));
    };
    await renew();
    const renewing = setInterval(() => void renew(), 50);
    try {
      const refused = await leases('release', '--yes');
      expect(refused).toMatchObject({ exitCode: 2 });
      expect(refused.stderr).toContain('1 worker of App is at work: alive');
    } finally {
      clearInterval(renewing);
    }
    expect(await rows()).toMatchObject({ [first]: { leaseOwner: 'alive' } });
  });
});

describe('kcl-ts leases restore', () => {
  it('takes no file that holds no leases, and none of another application', async () => {
    const { leases, cwd } = await application();
    await leases('reset', '--to', 'latest', '--yes', '--dump', 'kept.json');
    const taken = await leases('reset', '--to', 'trim-horizon', '--yes', '--dump', 'kept.json');
    expect(taken.stderr).toContain('cannot keep the leases in kept.json');
    const missing = await leases('restore', 'none.json', '--yes');
    expect(missing.stderr).toContain('cannot read the leases in none.json');
    const other = await runCli(['leases', 'restore', 'kept.json', '--yes', '--table-name', 'Other'], {
      cwd,
      env,
    });
    expect(other.exitCode).not.toBe(0);
  });
});

describe('kcl-ts leases --watch', () => {
  it('shows the leases again and again until it is asked to stop', async () => {
    const { stack } = await application('me', 1);
    const watch = startCli(['leases', '--app', 'App', '--no-lag', '--watch', '1s', ...where(stack)], { env });
    await watch.saw(/shardId-000000000000 {2}me/, 2);
    watch.signal('SIGINT');
    expect(await watch.result).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
