import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * STS, the portal of IAM Identity Center and its OIDC service, as far as the AWS SDK asks them for credentials, on
 * one port. Each answers with an access key that says which call it came from.
 */
export async function startCredentialServices(): Promise<{ url: string; calls: string[] }> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const action = new URLSearchParams(Buffer.concat(chunks).toString()).get('Action');
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      calls.push(action ?? pathname);
      if (action) {
        response.setHeader('content-type', 'text/xml');
        response.end(stsAnswer(action));
      } else {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(pathname === '/token' ? token : portalAnswer));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

const expiration = new Date(Date.now() + 3_600_000);

const token = { accessToken: 'renewed', expiresIn: 3600, refreshToken: 'again', tokenType: 'Bearer' };

const portalAnswer = {
  roleCredentials: {
    accessKeyId: 'KEY-OF-GetRoleCredentials',
    secretAccessKey: 'secret',
    sessionToken: 'session',
    expiration: expiration.getTime(),
  },
};

function stsAnswer(action: string): string {
  return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>
    <Credentials><AccessKeyId>KEY-OF-${action}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
    <SessionToken>session</SessionToken><Expiration>${expiration.toISOString()}</Expiration></Credentials>
    <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/reader/me</Arn>
    <AssumedRoleId>ID:me</AssumedRoleId></AssumedRoleUser></${action}Result></${action}Response>`;
}
