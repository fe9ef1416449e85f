import type { FlagSpec, PropertySpec } from './row.js';
import { providerClass, providers } from '../values/providers.js';

const providerList =
  'A list of provider classes, separated by commas and tried in order. Arguments follow a class after `|`. Never put a secret into it: the daemon logs the value.';

const builderClass =
  'Unreliable: the other keys under this prefix are settings of the class, but the daemon must read the class first, and java.util.Properties has no order.';

/** As whom the AWS clients sign: AwsCredentialsProviderPropertyValueDecoder, BuilderDynaBean. */
export const credentialsProperties = [
  {
    name: 'awsCredentialsProvider',
    aliases: ['AwsCredentialsProvider', 'AWSCredentialsProvider'],
    type: providers,
    flag: '--credentials <providers>',
    summary: 'where credentials come from',
    notes: `Required; kcl-ts writes DefaultCredentialsProvider unless you set it. ${providerList}`,
  },
  {
    name: 'awsCredentialsProviderDynamoDB',
    aliases: ['AwsCredentialsProviderDynamoDB', 'AWSCredentialsProviderDynamoDB'],
    type: providers,
    flag: '--dynamodb-credentials <providers>',
    default: 'those of awsCredentialsProvider',
    summary: 'where credentials for DynamoDB come from',
    notes: providerList,
  },
  {
    name: 'awsCredentialsProviderCloudWatch',
    aliases: ['AwsCredentialsProviderCloudWatch', 'AWSCredentialsProviderCloudWatch'],
    type: providers,
    flag: '--cloudwatch-credentials <providers>',
    default: 'those of awsCredentialsProvider',
    summary: 'where credentials for CloudWatch come from',
    notes: providerList,
  },
  {
    name: 'kinesisCredentialsProvider.class',
    type: providerClass,
    summary: 'class of the credentials provider for Kinesis, with properties of its own',
    notes: builderClass,
  },
  {
    name: 'dynamoDBCredentialsProvider.class',
    type: providerClass,
    summary: 'class of the credentials provider for DynamoDB, with properties of its own',
    notes: builderClass,
  },
  {
    name: 'cloudWatchCredentialsProvider.class',
    type: providerClass,
    summary: 'class of the credentials provider for CloudWatch, with properties of its own',
    notes: builderClass,
  },
] as const satisfies readonly PropertySpec[];

/** Of which credentials/ makes one provider. */
export const credentialsFlags: readonly FlagSpec[] = [
  {
    flag: '--profile <name>',
    usual: true,
    summary: 'profile of the shared AWS files (SSO too) for credentials and region',
  },
  {
    flag: '--role-arn <arn>',
    summary: 'role to assume for all three services',
  },
  {
    flag: '--role-session-name <name>',
    summary: 'session name of the assumed role (default: the application name)',
  },
  {
    flag: '--external-id <id>',
    summary: 'external id that the role requires',
  },
];
