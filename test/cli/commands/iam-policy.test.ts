import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.js';

const flags = ['--stream', 'words', '--app', 'MyApp', '--region', 'eu-west-1'];

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { readonly Sid: string; readonly Resource: string }[];
}

describe('kcl-ts iam-policy', () => {
  it('prints JSON for the account that is given', async () => {
    const { stdout, exitCode } = await runCli(['iam-policy', ...flags, '--account', '123456789012']);
    const policy = JSON.parse(stdout) as Policy;
    expect({ exitCode, version: policy.Version }).toEqual({ exitCode: 0, version: '2012-10-17' });
    expect(policy.Statement[0]?.Resource).toBe('arn:aws:kinesis:eu-west-1:123456789012:stream/words');
  });

  it('takes the account of the stream ARN, and says when it knows none', async () => {
    const arn = 'arn:aws:kinesis:eu-west-1:999999999999:stream/words';
    const { stdout, stderr } = await runCli(['iam-policy', '--stream-arn', arn, '--app', 'MyApp']);
    expect(stdout).toContain('arn:aws:dynamodb:eu-west-1:999999999999:table/MyApp"');
    expect(stderr).toBe('');
    expect((await runCli(['iam-policy', ...flags])).stderr).toMatch(/any account/);
  });

  it('adds the key of an encrypted stream, and refuses an alias', async () => {
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b';
    expect((await runCli(['iam-policy', ...flags, '--kms-key', key])).stdout).toContain(
      `"Resource": "${key}"`,
    );
    const alias = await runCli(['iam-policy', ...flags, '--kms-key', 'alias/mine']);
    expect(alias).toMatchObject({ exitCode: 2, stdout: '' });
    expect(alias.stderr).toContain('aws kms describe-key');
  });

  it('refuses an account that is none', async () => {
    expect(await runCli(['iam-policy', ...flags, '--account', '12'])).toMatchObject({
      exitCode: 2,
      stdout: '',
    });
  });
});
