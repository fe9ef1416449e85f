import { expect, it } from 'vitest';
import { configForJava } from '../../../src/properties/credentials/config-for-java.js';

const command = (profile: string): string => `print '${profile}'`;

it('gives the profiles of aws login a program for their credentials, and leaves all else as it is', () => {
  const config = [
    '[default]',
    'region = eu-west-1',
    'login_session = arn:aws:iam::123456789012:user/a',
    '[profile "my dev"]',
    'login_session=arn:aws:iam::123456789012:user/b',
    's3 =',
    '  login_session = nested',
    '[profile role]',
    'role_arn = arn:aws:iam::123456789012:role/r',
    'source_profile = my dev',
  ];
  expect(configForJava(config.join('\r\n'), command)?.split('\n')).toEqual([
    ...config.slice(0, 3),
    "credential_process = print 'default'",
    ...config.slice(3, 5),
    "credential_process = print 'my dev'",
    ...config.slice(5),
  ]);
});

it('makes nothing of a file without such a profile', () => {
  expect(configForJava('[default]\nregion = eu-west-1\n', command)).toBeUndefined();
  expect(configForJava('# login_session = x\n', command)).toBeUndefined();
  expect(configForJava('', command)).toBeUndefined();
});
