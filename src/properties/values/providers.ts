import { didYouMean } from '../suggest.js';
import type { ReadValue, Reading } from './reading.js';

/** Providers of the AWS SDK for Java 2 and of the KCL that AwsCredentialsProviderPropertyValueDecoder can make. */
const providers: readonly string[] = [
  'DefaultCredentialsProvider',
  'EnvironmentVariableCredentialsProvider',
  'SystemPropertyCredentialsProvider',
  'ProfileCredentialsProvider',
  'ContainerCredentialsProvider',
  'InstanceProfileCredentialsProvider',
  'WebIdentityTokenFileCredentialsProvider',
  'AnonymousCredentialsProvider',
  'StsAssumeRoleCredentialsProvider',
];

/** What the classes of the AWS SDK for Java 1, which KCL 1.x took, are called now. */
const renamed: Readonly<Record<string, string>> = {
  DefaultAWSCredentialsProviderChain: 'DefaultCredentialsProvider',
  SystemPropertiesCredentialsProvider: 'SystemPropertyCredentialsProvider',
  EC2ContainerCredentialsProviderWrapper: 'ContainerCredentialsProvider',
  ContainerCredentialsProvider: 'ContainerCredentialsProvider',
  WebIdentityTokenCredentialsProvider: 'WebIdentityTokenFileCredentialsProvider',
  STSAssumeRoleSessionCredentialsProvider: 'StsAssumeRoleCredentialsProvider',
  KclSTSAssumeRoleSessionCredentialsProvider: 'StsAssumeRoleCredentialsProvider',
};

const newPackages = /^software\.amazon\.(awssdk\.auth\.credentials|kinesis\.multilang\.auth)\.(?=\w+$)/;
const oldPackages = /^com\.amazonaws\.(auth\.(profile\.)?|services\.[\w.]+\.)(?=\w+$)/;

/** Comma-separated provider classes with arguments after `|`; names of KCL 1.x get their new name, with a warning. */
export const readProviders: ReadValue = (text) => {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (entries.length === 0)
    return { problem: 'must name a credentials provider such as DefaultCredentialsProvider' };
  const values: string[] = [];
  const warnings: string[] = [];
  for (const entry of entries) {
    const [name = '', ...args] = entry.split('|');
    const reading = readProvider(name, args);
    if ('problem' in reading) return reading;
    if (reading.warning) warnings.push(reading.warning);
    values.push(reading.value);
  }
  return warnings.length > 0
    ? { value: values.join(','), warning: warnings.join('; ') }
    : { value: values.join(',') };
};

function readProvider(name: string, args: readonly string[]): Reading {
  const short = name.replace(newPackages, '').replace(oldPackages, '');
  const current = renamed[short] ?? short;
  if (current.includes('.')) return { value: [current, ...args].join('|') };
  if (!providers.includes(current)) {
    return {
      problem: `has ${JSON.stringify(name)}, which is no credentials provider${didYouMean(current, providers)}`,
    };
  }
  const wrong = wrongArguments(current, args);
  if (wrong) return { problem: wrong };
  const value = [current, ...args].join('|');
  const isOld = oldPackages.test(name) || current !== short;
  return isOld ? { value, warning: `${name} is its name in KCL 1.x; ${current} is written` } : { value };
}

function wrongArguments(provider: string, args: readonly string[]): string | undefined {
  if (provider === 'ProfileCredentialsProvider') {
    return args.length > 1
      ? 'takes one argument after ProfileCredentialsProvider|, the name of the profile'
      : undefined;
  }
  if (provider === 'StsAssumeRoleCredentialsProvider') return wrongRoleArguments(args);
  return args.length > 0 ? `gives arguments to ${provider}, which takes none` : undefined;
}

/** See KclStsAssumeRoleCredentialsProvider and NestedPropertyKey: what they do not know they skip. */
function wrongRoleArguments([role, session, ...rest]: readonly string[]): string | undefined {
  const form = 'StsAssumeRoleCredentialsProvider|ROLE_ARN|SESSION_NAME';
  if (!role || !session) return `must have the form ${form}`;
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(role))
    return `has ${JSON.stringify(role)} where a role's ARN must be`;
  if (!/^[\w+=,.@-]{2,64}$/.test(session))
    return `has ${JSON.stringify(session)}, which is no name of a session`;
  const known = ['endpoint', 'endpointRegion', 'externalId'];
  for (const argument of rest) {
    const [key = '', value, ...more] = argument.split('=');
    if (!known.includes(key))
      return `has ${JSON.stringify(argument)} after the role, where only ${known.join(', ')} may be${didYouMean(key, known)}`;
    if (!value || more.length > 0)
      return `has ${JSON.stringify(argument)}, which must be ${key}=value with one = sign`;
  }
  return undefined;
}
