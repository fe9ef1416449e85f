import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { embeddedStack } from '../../support/embedded-stack.js';
import { runCli, type CliResult } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** Nothing of this machine's AWS settings, and none of its EC2 metadata. */
const clean = {
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_PROFILE: '',
  AWS_REGION: '',
  AWS_DEFAULT_REGION: '',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_EC2_METADATA_DISABLED: 'true',
};

interface Check {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly fix?: string;
}

async function doctor(args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
  return runCli(['doctor', ...args], { env: { ...clean, ...env } });
}

async function checks(args: readonly string[], env?: Record<string, string>): Promise<Check[]> {
  return JSON.parse((await doctor([...args, '--json'], env)).stdout) as Check[];
}

function named(name: string, found: readonly Check[]): Check[] {
  return found.filter((one) => one.name === name);
}

describe('kcl-ts doctor', () => {
  it('finds a machine fit for --local', async () => {
    const { stdout, exitCode } = await doctor(['--local']);
    expect(stdout).toMatch(/^ok +node +\d+\.\d+\.\d+$/m);
    expect(stdout).toMatch(/^ok +java +[\d.]+\S* at \/.*$/m);
    expect(stdout).toMatch(/^ok +local +the embedded/m);
    expect(stdout).not.toContain('region');
    expect(exitCode).toBe(0);
  });

  it('exits 1 and says what to do if something is missing', async () => {
    const { stdout, exitCode } = await doctor(['--java', '/no/such/java']);
    expect(stdout).toMatch(/^fail +java +no java at '\/no\/such\/java'.*\n +→ check --java/m);
    expect(stdout).toMatch(/^fail +region +no AWS region.*\n +→ give --region/m);
    expect(exitCode).toBe(1);
  });

  it('warns of jars that are missing or damaged, and fails without a network', async () => {
    const folder = join(await temporaryFolder(), 'jars');
    await mkdir(folder);
    const args = ['--local', '--jars-dir', folder];
    const [warned] = named('jars', await checks(args));
    expect(warned).toMatchObject({ status: 'warn', fix: 'run kcl-ts fetch-jars' });
    const total = /^(\d+) of \1 jars are missing;/.exec(warned?.message ?? '')?.[1];
    expect(Number(total)).toBeGreaterThan(50);
    expect((await doctor(args)).exitCode).toBe(0);
    expect(named('jars', await checks([...args, '--offline']))).toMatchObject([{ status: 'fail' }]);
    expect((await doctor([...args, '--offline'])).exitCode).toBe(1);
  });

  it('tries the options that the environment gives to java, as a run would', async () => {
    const tried = async (env: Record<string, string>): Promise<Check[]> =>
      named('java options', await checks(['--local'], env));
    expect(await tried({})).toEqual([]);
    expect(await tried({ JAVA_TOOL_OPTIONS: '-XX:+UseG1GC' })).toMatchObject([
      { status: 'ok', message: "java takes those of JAVA_TOOL_OPTIONS; they win over kcl-ts's own" },
    ]);
    expect(await tried({ JDK_JAVA_OPTIONS: '-XX:+UseG1GC -XX:+UseSerialGC' })).toMatchObject([
      {
        status: 'fail',
        message: expect.stringMatching(/JDK_JAVA_OPTIONS: .*multiple.*collectors/i) as string,
      },
    ]);
    expect(await tried({ _JAVA_OPTIONS: '-Xmx1x' })).toMatchObject([
      { status: 'fail', message: expect.stringContaining('Invalid maximum heap size: -Xmx1x') as string },
    ]);
  });

  it('says that temporary files cannot be written, and where the cache is for who has no home', async () => {
    expect(named('temporary files', await checks(['--local'], { TMPDIR: '/no/such/folder' }))).toMatchObject([
      { status: 'fail', message: expect.stringContaining('/no/such/folder') as string },
    ]);
    const tmp = await temporaryFolder();
    const home = join(tmp, 'file');
    await writeFile(home, 'no folder');
    const found = await checks(['--local'], { TMPDIR: tmp, HOME: join(home, 'me') });
    expect(named('temporary files', found)).toMatchObject([{ status: 'ok', message: tmp }]);
    expect(named('cache', found)).toMatchObject([
      { status: 'warn', message: expect.stringContaining(join(tmp, 'kcl-ts-cache')) as string },
    ]);
  });

  it('says that a cache cannot be written', async () => {
    const file = join(await temporaryFolder(), 'cache');
    await writeFile(file, 'in the way');
    expect(named('cache', await checks(['--local'], { KCL_TS_CACHE: file }))).toMatchObject([
      { status: 'fail', message: expect.stringContaining(file) as string },
    ]);
  });

  it('wants credentials, and says where it looked', async () => {
    const found = await checks(['--region', 'eu-west-1', '--stream', 'words']);
    expect(named('credentials', found)).toMatchObject([
      {
        status: 'fail',
        message: expect.stringContaining('no AWS credentials') as string,
        details: expect.stringContaining('- the shared AWS files have no profile default') as string,
      },
    ]);
    expect(named('stream', found)).toEqual([]);
    const { stdout } = await doctor(['--region', 'eu-west-1']);
    expect(stdout).toMatch(
      /^fail +credentials +no AWS credentials.*\n(?: {6}- .*\n){5} {6}→ run aws configure.*--local needs none$/m,
    );
  });

  it('looks at the stream and the tables that are named', async () => {
    const stack = await embeddedStack({ shards: 3, application: 'App' });
    const at = [
      '--region',
      'us-east-1',
      '--kinesis-endpoint',
      stack.kinesisEndpoint,
      '--dynamodb-endpoint',
      stack.dynamodbEndpoint,
    ];
    const found = await checks([...at, '--stream', 'words', '--app', 'App']);
    expect(
      [...named('stream', found), ...named('table', found)].map(({ status, message }) => [status, message]),
    ).toEqual([
      ['ok', "'words' is ACTIVE, 3 open shards"],
      ['ok', "'App' is ACTIVE"],
      ['ok', "'App-CoordinatorState' is ACTIVE"],
      ['ok', "'App-WorkerMetricStats' is ACTIVE"],
    ]);
    const wrong = await checks([...at, '--stream', 'wrods', '--app', 'Another']);
    expect(named('stream', wrong)).toMatchObject([{ status: 'fail', fix: "did you mean 'words'?" }]);
    expect(named('table', wrong)[0]).toMatchObject({
      status: 'ok',
      message: "'Another' is not there yet: the first run makes it",
    });
  });

  it('finds a table in the way that is none of the KCL', async () => {
    const stack = await embeddedStack({ shards: 1 });
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const dynamodb = new DynamoDBClient({
      endpoint: stack.dynamodbEndpoint,
      region: 'us-east-1',
      credentials,
    });
    onTestFinished(() => dynamodb.destroy());
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'Orders',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    const found = await checks([
      ...['--region', 'us-east-1', '--kinesis-endpoint', stack.kinesisEndpoint],
      ...['--dynamodb-endpoint', stack.dynamodbEndpoint, '--app', 'Orders'],
    ]);
    expect(named('table', found)[0]).toMatchObject({
      status: 'fail',
      message: "'Orders' is not a table of the KCL: its key is 'id', expected 'leaseKey'",
    });
  });

  it('calls with the keys of the environment also if a profile is named there, as the daemon does', async () => {
    const signed: string[] = [];
    const server = createServer((request, response) => {
      signed.push(request.headers.authorization ?? '');
      request.resume();
      response.writeHead(400, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{}');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const config = join(await temporaryFolder(), 'config');
    await writeFile(config, '[profile other]\naws_access_key_id = OTHER\naws_secret_access_key = x\n');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await checks(['--endpoint-url', endpoint], {
      AWS_REGION: 'us-east-1',
      AWS_PROFILE: 'other',
      AWS_CONFIG_FILE: config,
      AWS_ACCESS_KEY_ID: 'MINE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    expect(signed[0]).toContain('Credential=MINE/');
  });

  it.each([
    ['AccessDeniedException', 'ok', 'known to Kinesis'],
    ['UnrecognizedClientException', 'fail', 'AWS does not know the access key (found in the environment)'],
    ['ExpiredTokenException', 'fail', 'the AWS credentials have expired (found in the environment)'],
    ['InvalidSignatureException', 'fail', 'the secret key does not belong to the access key'],
  ])('takes %s for an answer', async (type, status, message) => {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(400, { 'x-amzn-errortype': type }).end(JSON.stringify({ message: 'so it is' }));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const found = await checks(['--endpoint-url', endpoint, '--stream', 'words', '--app', 'App'], {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    expect(named('credentials', found)).toMatchObject([
      { status, message: expect.stringContaining(message) as string },
    ]);
    if (status === 'fail') return;
    expect([...named('stream', found), ...named('table', found)].map((one) => one.status)).toEqual(
      Array.from({ length: 4 }, () => 'warn'),
    );
  });
});
