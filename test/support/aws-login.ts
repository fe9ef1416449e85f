import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const loginSession = 'arn:aws:iam::123456789012:user/somebody';

export interface Login {
  /** When the keys end; in an hour unless set. */
  readonly expiresAt?: Date;
  readonly accessKeyId?: string;
}

/** A profile of `aws login`, and what the AWS CLI (2.32) keeps of the login; returns the variables that lead there, and to no other. */
export async function logIn(
  folder: string,
  profile: string,
  login: Login = {},
): Promise<Record<string, string | undefined>> {
  const { expiresAt = new Date(Date.now() + 3_600_000), accessKeyId = 'ASIALOGIN' } = login;
  const cache = join(folder, 'login');
  await mkdir(cache, { recursive: true });
  const config = join(folder, 'config');
  await writeFile(config, `[profile ${profile}]\nlogin_session = ${loginSession}\nregion = us-east-1\n`);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const token = {
    accessToken: {
      accessKeyId,
      secretAccessKey: 'login-secret',
      sessionToken: 'login-token',
      accountId: '123456789012',
      expiresAt: expiresAt.toISOString(),
    },
    tokenType: 'urn:aws:params:oauth:token-type:access_token_sigv4',
    clientId: 'arn:aws:signin:::devtools/same-device',
    refreshToken: 'refresh-secret',
    idToken: 'id',
    dpopKey: privateKey.export({ type: 'sec1', format: 'pem' }),
  };
  const name = `${createHash('sha256').update(loginSession).digest('hex')}.json`;
  await writeFile(join(cache, name), JSON.stringify(token));
  return {
    AWS_CONFIG_FILE: config,
    AWS_LOGIN_CACHE_DIRECTORY: cache,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_PROFILE: undefined,
  };
}
