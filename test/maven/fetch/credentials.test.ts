import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startCredentialServices } from '../support/credential-services.js';
import { daemonClassPath, runJava } from '../support/daemon-jars.js';

const role = 'arn:aws:iam::123456789012:role/reader';
const portal = 'https://example.awsapps.com/start';

describe('a JVM with exactly the class path of jars.lock', () => {
  it('resolves credentials by each of the providers that need more than the SDK loads at once', async () => {
    const classPath = await daemonClassPath();
    const services = await startCredentialServices();
    const home = await temporaryFolder();
    const values = [
      `StsAssumeRoleCredentialsProvider|${role}|kcl-ts`,
      'ProfileCredentialsProvider|assumed',
      'ProfileCredentialsProvider|web-identity',
      'ProfileCredentialsProvider|signed-in',
      'ProfileCredentialsProvider|signed-in-with-session',
    ];
    const output = await runJava('Credentials.java', {
      classPath,
      args: values,
      env: {
        ...(await writeProfiles(home)),
        AWS_ACCESS_KEY_ID: 'KEY-OF-ENVIRONMENT',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_REGION: 'us-east-1',
        AWS_ENDPOINT_URL: services.url,
        HOME: home,
        NO_PROXY: '127.0.0.1',
      },
    });

    expect(output.split('\n').filter((line) => line.includes(' = '))).toEqual([
      `${values[0] ?? ''} = KEY-OF-AssumeRole`,
      `${values[1] ?? ''} = KEY-OF-AssumeRole`,
      `${values[2] ?? ''} = KEY-OF-AssumeRoleWithWebIdentity`,
      `${values[3] ?? ''} = KEY-OF-GetRoleCredentials`,
      `${values[4] ?? ''} = KEY-OF-GetRoleCredentials`,
    ]);
    expect(services.calls).toEqual([
      'AssumeRole',
      'AssumeRole',
      'AssumeRoleWithWebIdentity',
      '/federation/credentials',
      '/token',
      '/federation/credentials',
    ]);
  }, 120_000);
});

/** The AWS files of a user who signed in some time ago: the session's token has run out and can be renewed. */
async function writeProfiles(home: string): Promise<NodeJS.ProcessEnv> {
  const config = join(home, 'config');
  await writeFile(join(home, 'token'), 'a token of the platform');
  await writeFile(
    config,
    `
[profile assumed]
role_arn = ${role}
credential_source = Environment
[profile web-identity]
role_arn = ${role}
web_identity_token_file = ${join(home, 'token')}
[profile signed-in]
sso_start_url = ${portal}
sso_region = us-east-1
sso_account_id = 123456789012
sso_role_name = reader
[profile signed-in-with-session]
sso_session = work
sso_account_id = 123456789012
sso_role_name = reader
[sso-session work]
sso_start_url = ${portal}
sso_region = us-east-1
`,
  );
  const cache = join(home, '.aws', 'sso', 'cache');
  await mkdir(cache, { recursive: true });
  const token = { startUrl: portal, region: 'us-east-1', accessToken: 'token' };
  await writeFile(cacheFile(cache, portal), JSON.stringify({ ...token, expiresAt: in1Hour() }));
  await writeFile(
    cacheFile(cache, 'work'),
    JSON.stringify({
      ...token,
      expiresAt: '2020-01-01T00:00:00Z',
      refreshToken: 'refresh',
      clientId: 'client',
      clientSecret: 'secret',
      registrationExpiresAt: in1Hour(),
    }),
  );
  return { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(home, 'none') };
}

function in1Hour(): string {
  return `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 19)}Z`;
}

/** Named by the start URL, or by the session, as the AWS command line does. */
function cacheFile(folder: string, key: string): string {
  return join(folder, `${createHash('sha1').update(key).digest('hex')}.json`);
}
