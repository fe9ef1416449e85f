import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KclTsError } from '../../../src/errors.js';
import { checkCredentials } from '../../../src/properties/credentials/find/index.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { collected, named } from '../support/collected.js';

interface Home {
  readonly config?: string;
  readonly credentials?: string;
  /** The session or start URL of an SSO login, and what the AWS CLI keeps of it. */
  readonly login?: readonly [string, Record<string, string>];
}

/** No machine of EC2 answers unless a test says so. */
const alone = { AWS_EC2_METADATA_DISABLED: 'true' };

async function check(
  flags: Record<string, string>,
  env: Record<string, string>,
  { config, credentials, login }: Home = {},
): Promise<KclTsError | undefined> {
  const homedir = await temporaryFolder();
  await mkdir(join(homedir, '.aws', 'sso', 'cache'), { recursive: true });
  if (config !== undefined) await writeFile(join(homedir, '.aws', 'config'), config);
  if (credentials !== undefined) await writeFile(join(homedir, '.aws', 'credentials'), credentials);
  if (login) {
    const file = `${createHash('sha1').update(login[0]).digest('hex')}.json`;
    await writeFile(join(homedir, '.aws', 'sso', 'cache', file), JSON.stringify(login[1]));
  }
  const profiles = new Map([['dev', new Map<string, string>()]]);
  const properties = collected({ flags: { ...named, ...flags }, env, profiles });
  try {
    await checkCredentials(properties, { env, homedir });
    return undefined;
  } catch (error) {
    if (error instanceof KclTsError) return error;
    throw error;
  }
}

const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
const inFile = 'aws_access_key_id = a\naws_secret_access_key = b\n';

describe('credentials are found', () => {
  it('in the environment, and in a container', async () => {
    expect(await check({}, { ...alone, ...keys })).toBeUndefined();
    expect(
      await check({}, { ...alone, AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://localhost/x' }),
    ).toBeUndefined();
  });

  it('by web identity, if the token is there', async () => {
    const web = {
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/r',
      AWS_WEB_IDENTITY_TOKEN_FILE: import.meta.filename,
    };
    expect(await check({}, { ...alone, ...web })).toBeUndefined();
    const gone = await check({}, { ...alone, ...web, AWS_WEB_IDENTITY_TOKEN_FILE: '/no/such/token' });
    expect(gone?.details).toContain('/no/such/token, which is not there');
  });

  it('in a profile, or the profile it builds on', async () => {
    expect(await check({}, alone, { credentials: `[default]\n${inFile}` })).toBeUndefined();
    const config = '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = base\n';
    expect(
      await check({ '--profile': 'dev' }, alone, { config, credentials: `[base]\n${inFile}` }),
    ).toBeUndefined();
    const missing = await check({ '--profile': 'dev' }, alone, { config });
    expect(missing?.details).toBe('- the shared AWS files have no profile base');
    const circle =
      '[profile dev]\nrole_arn=r\nsource_profile=b\n[profile b]\nrole_arn=r\nsource_profile=dev\n';
    expect((await check({ '--profile': 'dev' }, alone, { config: circle }))?.details).toContain(
      'builds on itself',
    );
    expect(
      await check({ '--profile': 'dev' }, alone, { config: '[profile dev]\ncredential_process = x\n' }),
    ).toBeUndefined();
  });

  it('in an SSO login that holds or can be renewed', async () => {
    const config = '[profile dev]\nsso_session = corp\n[sso-session corp]\nsso_region = eu-west-1\n';
    const flags = { '--profile': 'dev' };
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const before = new Date(Date.now() - 1000).toISOString();
    expect(await check(flags, alone, { config, login: ['corp', { expiresAt: later }] })).toBeUndefined();
    const renewable = { expiresAt: before, refreshToken: 'r', clientSecret: 's' };
    expect(await check(flags, alone, { config, login: ['corp', renewable] })).toBeUndefined();
    expect(await check(flags, alone, { config, login: ['corp', { expiresAt: before }] })).toMatchObject({
      details: '- the login of the SSO profile dev has expired',
      hint: 'log in: aws sso login --profile dev',
    });
    expect((await check(flags, alone, { config }))?.details).toContain('nobody is logged in');
    const legacy = '[profile dev]\nsso_start_url = https://x.awsapps.com/start\n';
    expect(
      await check(flags, alone, {
        config: legacy,
        login: ['https://x.awsapps.com/start', { expiresAt: later }],
      }),
    ).toBeUndefined();
  });

  it('in the login of a profile by aws login', async () => {
    const config = '[profile dev]\nlogin_session = arn:aws:iam::123456789012:user/a\n';
    const flags = { '--profile': 'dev' };
    expect(await check(flags, alone, { config })).toMatchObject({
      details: '- nobody is logged in for the profile dev',
      hint: 'log in: aws login --profile dev',
    });
    const cache = await temporaryFolder();
    const name = createHash('sha256').update('arn:aws:iam::123456789012:user/a').digest('hex');
    await writeFile(join(cache, `${name}.json`), '{}');
    expect(await check(flags, { ...alone, AWS_LOGIN_CACHE_DIRECTORY: cache }, { config })).toBeUndefined();
  });

  it('on an EC2 instance that has a role', async () => {
    const found = (request: IncomingMessage, response: ServerResponse): void => {
      const isToken = request.url === '/latest/api/token' && request.method === 'PUT';
      const mayRead = request.headers['x-aws-ec2-metadata-token'] === 'a-token';
      const text = isToken ? 'a-token' : mayRead ? 'reader' : undefined;
      response.writeHead(text === undefined ? 401 : 200).end(text);
    };
    expect(await check({}, await metadata(found))).toBeUndefined();
  });

  it('when none are needed, or a class of the user’s own has them', async () => {
    expect(await check({ '--credentials': 'AnonymousCredentialsProvider' }, alone)).toBeUndefined();
    expect(await check({ '--credentials': 'org.example.Vault' }, alone)).toBeUndefined();
  });
});

describe('credentials that are missing', () => {
  it('are one error that says where they were looked for', async () => {
    const error = await check({}, { ...alone, AWS_ACCESS_KEY_ID: 'a' });
    expect(error).toMatchObject({ code: 'CREDENTIALS_MISSING', exitCode: 2 });
    expect(error?.details?.split('\n')).toEqual([
      '- AWS_SECRET_ACCESS_KEY is not set',
      '- AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are not both set',
      '- the shared AWS files have no profile default',
      expect.stringMatching(/no container service/),
      expect.stringMatching(/not an EC2 instance/),
    ]);
    expect(error?.hint).toContain('--local');
  });

  it('are missed for each service that has a provider of its own', async () => {
    const flags = { '--dynamodb-credentials': 'WebIdentityTokenFileCredentialsProvider' };
    expect((await check(flags, { ...alone, ...keys }))?.message).toMatch(
      /WebIdentityTokenFileCredentialsProvider finds none/,
    );
  });

  it('are missed for a role, which something must assume', async () => {
    const role = { '--role-arn': 'arn:aws:iam::123456789012:role/r' };
    expect(await check(role, alone)).toMatchObject({ code: 'CREDENTIALS_MISSING' });
    expect(await check(role, { ...alone, ...keys })).toBeUndefined();
  });

  it('are missed on an EC2 instance without a role, and where its metadata cannot be had', async () => {
    const without = await check({}, await metadata((_request, response) => response.writeHead(404).end()));
    expect(without?.details).toContain('- this EC2 instance has no role');
    expect(without?.hint).toBe('attach a role to the instance, or name a profile');
    const silent = await check({}, await metadata((request) => request.socket.destroy()));
    expect(silent?.details).toContain('- the metadata service of EC2 is there, but does not answer');
    expect(silent?.hint).toContain('raise its hop limit');
  });

  it('do not wait for a metadata address where nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const error = await check({}, { AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}` });
    expect(error?.code).toBe('CREDENTIALS_MISSING');
  });
});

/** An address of the metadata service of EC2. */
async function metadata(answer: RequestListener): Promise<Record<string, string>> {
  const server = createHttpServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}` };
}
