import { describe, expect, it } from 'vitest';
import { collected, error, named, refusal } from './support/collected.js';

const role = 'arn:aws:iam::123456789012:role/reader';
const profiles = new Map([
  ['default', new Map([['aws_access_key_id', 'x']])],
  ['dev', new Map([['region', 'eu-west-1']])],
]);

const provider = (given: Parameters<typeof collected>[0]) =>
  collected(given).properties.get('awsCredentialsProvider');

describe('the credentials of the daemon', () => {
  it('are those of a profile by the provider that reads it', () => {
    const given = { flags: { ...named, '--profile': 'dev' }, profiles };
    expect(provider(given)).toBe('ProfileCredentialsProvider|dev');
    expect(provider({ env: { KCL_TS_PROFILE: 'dev' }, profiles })).toBe('ProfileCredentialsProvider|dev');
    expect(
      provider({
        flags: { ...named, '--profile': 'dev' },
        file: 'AWSCredentialsProvider=AnonymousCredentialsProvider\n',
        profiles,
      }),
    ).toBe('ProfileCredentialsProvider|dev');
  });

  it('are never those of a profile that does not exist, or that the daemon cannot be told', () => {
    expect(error({ flags: { ...named, '--profile': 'def' }, profiles })).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      message: '--profile def: the shared AWS files have no such profile (did you mean dev?)',
    });
    const odd = new Map([['a|b', new Map<string, string>()]]);
    expect(refusal({ flags: { ...named, '--profile': 'a|b' }, profiles: odd })).toMatch(
      /has '\|', where the daemon would cut it/,
    );
  });

  it('assume a role in the region of the stream, with the application for a session', () => {
    expect(provider({ flags: { ...named, '--role-arn': role } })).toBe(
      `StsAssumeRoleCredentialsProvider|${role}|MyApp|endpointRegion=eu-west-1`,
    );
    expect(
      provider({
        flags: { ...named, '--role-arn': role, '--external-id': 'e-1', '--role-session-name': 'me' },
      }),
    ).toBe(`StsAssumeRoleCredentialsProvider|${role}|me|externalId=e-1|endpointRegion=eu-west-1`);
  });

  it('assume a role from a profile, which java is told by a property', () => {
    const { jvmOptions } = collected({
      flags: { ...named, '--role-arn': role, '--profile': 'dev' },
      profiles,
    });
    expect(jvmOptions).toEqual(['-Daws.profile=dev']);
    expect(
      refusal({
        flags: { ...named, '--role-arn': role, '--profile': 'dev' },
        env: { AWS_ACCESS_KEY_ID: 'x' },
        profiles,
      }),
    ).toMatch(/AWS_ACCESS_KEY_ID is set and would be used/);
  });

  it('refuse parts of a role without one, and text that the daemon would cut', () => {
    expect(refusal({ flags: { ...named, '--external-id': 'e' } })).toMatch(
      /--external-id e needs --role-arn/,
    );
    expect(refusal({ flags: { ...named, '--role-arn': role, '--external-id': 'a=b' } })).toMatch(/has '='/);
    expect(refusal({ flags: { ...named, '--role-arn': 'reader' } })).toMatch(
      /where the ARN of a role must be/,
    );
    expect(
      refusal({ flags: { ...named, '--role-arn': role, '--credentials': 'AnonymousCredentialsProvider' } }),
    ).toMatch(/contradict/);
  });

  it('can differ for each service', () => {
    const { properties } = collected({
      flags: {
        ...named,
        '--role-arn': role,
        '--dynamodb-credentials': 'DefaultCredentialsProvider',
        '--cloudwatch-credentials': `StsAssumeRoleCredentialsProvider|${role}|s2`,
      },
    });
    expect(properties.get('awsCredentialsProviderDynamoDB')).toBe('DefaultCredentialsProvider');
    expect(properties.get('awsCredentialsProviderCloudWatch')).toBe(
      `StsAssumeRoleCredentialsProvider|${role}|s2|endpointRegion=eu-west-1`,
    );
  });

  it('get the new names for those of KCL 1.x, with a warning', () => {
    const { properties, warnings } = collected({
      file: 'AWSCredentialsProvider = DefaultAWSCredentialsProviderChain\n',
    });
    expect(properties.get('awsCredentialsProvider')).toBe('DefaultCredentialsProvider');
    expect(warnings[0]).toMatch(
      /DefaultAWSCredentialsProviderChain is a name of KCL 1\.x; kcl-ts writes DefaultCredentialsProvider/,
    );
    const old =
      'com.amazonaws.auth.profile.ProfileCredentialsProvider|dev,com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper';
    expect(provider({ flags: { ...named, '--credentials': old } })).toBe(
      'ProfileCredentialsProvider|dev,ContainerCredentialsProvider',
    );
  });

  it('take a class of the user’s own with a warning, and none that the daemon cannot make', () => {
    expect(collected({ flags: { ...named, '--credentials': 'org.example.Vault|x' } }).warnings).toEqual([
      "--credentials org.example.Vault|x: org.example.Vault is not on java's class path: add its jar with --classpath",
    ]);
    const hasClass = (name: string): boolean => name === 'org.example.Vault';
    const given = { flags: { ...named, '--credentials': 'org.example.Vault|x' }, hasClass };
    expect(collected(given).warnings).toEqual([]);
    expect(refusal({ flags: { ...named, '--credentials': 'defaultCredentialsProvider' } })).toMatch(
      /did you mean DefaultCredentialsProvider/,
    );
  });
});

describe('a secret', () => {
  const secret = 'hunter2SECRET';

  it('is in no message, property, option of java or origin, wherever it was put', () => {
    const attempts: Parameters<typeof collected>[0][] = [
      { flags: { ...named, '--endpoint-url': `http://user:${secret}@localhost:1` } },
      { flags: { ...named, '--credentials': `StaticCredentialsProvider|AKIA|${secret}` } },
      { flags: { ...named, '--set': [`awsSecretKey=${secret}`] } },
      { env: { KCL_TS_SET: `awsSecretKey=${secret}` } },
      { env: { AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: secret } },
      { env: { KCL_TS_KINESIS_ENDPOINT: `https://user:${secret}@h.example` } },
      { file: `dbPassword=${secret}\nAWSSecretKey=${secret}\n` },
      { file: `kinesisEndpoint=https://user:${secret}@h.example\n` },
      { env: { HTTPS_PROXY: `http://user:${secret}@proxy.example:3128` } },
      { env: { HTTPS_PROXY: `https://user:${secret}@proxy.example:3128` } },
      { env: { HTTPS_PROXY: `http://user:${secret}%20@proxy.example:3128` } },
      { env: { HTTPS_PROXY: `user:${secret}@:::` } },
    ];
    for (const given of attempts) expect(shown(given)).not.toContain(secret);
  });

  function shown(given: Parameters<typeof collected>[0]): string {
    try {
      const { properties, origins, warnings, jvmOptions, proxyOptions } = collected(given);
      return JSON.stringify([[...properties], [...origins], warnings, jvmOptions, proxyOptions]);
    } catch (thrown) {
      return JSON.stringify(error(given!)) + String(thrown) + refusal(given!);
    }
  }
});
