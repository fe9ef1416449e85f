import type { PropertySpec } from '../property-spec.js';

const providerList =
  'Provider classes separated by commas, tried in order; arguments follow the class after `|`. The daemon logs the value: a secret must never be in it.';

const builderClass =
  'The other keys under this prefix belong to the class, which the daemon must read first; java.util.Properties has no order, so that is luck.';

/** As whom the AWS clients sign: AwsCredentialsProviderPropertyValueDecoder, BuilderDynaBean. */
export const credentialsProperties = [
  {
    name: 'awsCredentialsProvider',
    aliases: ['AwsCredentialsProvider', 'AWSCredentialsProvider'],
    type: 'credentials-provider',
    flag: '--credentials <providers>',
    summary: 'where credentials come from',
    notes: `Required; kcl-ts writes DefaultCredentialsProvider unless told otherwise. ${providerList}`,
  },
  {
    name: 'awsCredentialsProviderDynamoDB',
    aliases: ['AwsCredentialsProviderDynamoDB', 'AWSCredentialsProviderDynamoDB'],
    type: 'credentials-provider',
    flag: '--dynamodb-credentials <providers>',
    default: 'those of awsCredentialsProvider',
    summary: 'where credentials for DynamoDB come from',
    notes: providerList,
  },
  {
    name: 'awsCredentialsProviderCloudWatch',
    aliases: ['AwsCredentialsProviderCloudWatch', 'AWSCredentialsProviderCloudWatch'],
    type: 'credentials-provider',
    flag: '--cloudwatch-credentials <providers>',
    default: 'those of awsCredentialsProvider',
    summary: 'where credentials for CloudWatch come from',
    notes: providerList,
  },
  {
    name: 'kinesisCredentialsProvider.class',
    type: 'class-name',
    summary: 'class of the Kinesis credentials, built from properties of its own',
    notes: builderClass,
  },
  {
    name: 'dynamoDBCredentialsProvider.class',
    type: 'class-name',
    summary: 'class of the DynamoDB credentials, built from properties of its own',
    notes: builderClass,
  },
  {
    name: 'cloudWatchCredentialsProvider.class',
    type: 'class-name',
    summary: 'class of the CloudWatch credentials, built from properties of its own',
    notes: builderClass,
  },
] as const satisfies readonly PropertySpec[];
