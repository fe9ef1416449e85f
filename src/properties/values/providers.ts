import { didYouMean } from '../../did-you-mean.js';
import type { Reading, ValueType } from './reading.js';
import { wrongRoleArguments } from './role-arguments.js';

/**
 * What AwsCredentialsProviderPropertyValueDecoder can make of a name: classes of the AWS SDK for Java 2 that have a
 * static `create`, and the KCL's own. Others of the SDK (ProcessCredentialsProvider, StaticCredentialsProvider) have
 * only builders.
 */
const known: readonly string[] = [
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
  WebIdentityTokenCredentialsProvider: 'WebIdentityTokenFileCredentialsProvider',
  STSAssumeRoleSessionCredentialsProvider: 'StsAssumeRoleCredentialsProvider',
  KclSTSAssumeRoleSessionCredentialsProvider: 'StsAssumeRoleCredentialsProvider',
};

const newPackages =
  /^(software\.amazon\.(awssdk\.auth\.credentials|awssdk\.services\.sts\.auth|kinesis\.multilang\.auth)\.(?=\w+$)|Kcl(?=StsAssumeRole))/;
const oldPackages = /^com\.amazonaws\.(auth\.(profile\.)?|services\.[\w.]+\.)(?=\w+$)/;

/** Comma-separated provider classes with arguments after `|`; names of KCL 1.x get their new name, with a warning. */
export const providers: ValueType = {
  name: 'credentials-provider',
  read: (text) => {
    const entries = text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
    if (entries.length === 0) {
      return { problem: 'must name a credentials provider such as DefaultCredentialsProvider' };
    }
    const values = new Set<string>();
    const warnings: string[] = [];
    for (const entry of entries) {
      const [name = '', ...args] = entry.split('|');
      const reading = readProvider(name, args);
      if ('problem' in reading) return reading;
      if (reading.warning !== undefined) warnings.push(reading.warning);
      values.add(reading.value);
    }
    const value = [...values].join(',');
    return warnings.length > 0 ? { value, warning: warnings.join('; ') } : { value };
  },
};

/** One provider class, of which the SDK's builder makes the provider. An assumed role has no such builder. */
export const providerClass: ValueType = {
  name: 'class-name',
  read: (text, spec, friendly) => {
    if (/[,|]|AssumeRole/.test(text)) return { problem: 'must be the class of one credentials provider' };
    return providers.read(text, spec, friendly);
  },
};

/** The classes of the user's own that a value read here names. */
export function ownProviders(value: string): string[] {
  return value.split(',').flatMap((entry) => {
    const [name = ''] = entry.split('|');
    return isOwn(name) ? [name] : [];
  });
}

function isOwn(name: string): boolean {
  return name.includes('.') && !/^(software\.amazon|com\.amazonaws|javax?)\./.test(name);
}

function readProvider(name: string, args: readonly string[]): Reading {
  const isOld = oldPackages.test(name);
  const short = name.replace(newPackages, '').replace(oldPackages, '');
  const current = renamed[short] ?? short;
  const value = [current, ...args].join('|');
  if (isOwn(current)) return { value };
  if (!known.includes(current)) {
    const why = current.endsWith('Provider')
      ? 'which the daemon cannot create'
      : 'which is not a credentials provider';
    return { problem: `has ${JSON.stringify(name)}, ${why}${didYouMean(current, known)}` };
  }
  const problem = wrongArguments(current, args);
  if (problem !== undefined) return { problem };
  if (!isOld && current === short) return { value };
  return { value, warning: `${name} is a name of KCL 1.x; kcl-ts writes ${current}` };
}

/** The daemon drops arguments that a provider does not take, without a word. */
function wrongArguments(provider: string, args: readonly string[]): string | undefined {
  if (provider === 'StsAssumeRoleCredentialsProvider') return wrongRoleArguments(args);
  if (provider === 'ProfileCredentialsProvider') {
    return args.length > 1 ? 'gives ProfileCredentialsProvider more than the name of a profile' : undefined;
  }
  return args.length > 0 ? `gives arguments to ${provider}, which takes none` : undefined;
}
