import type { PropertySpec } from '../../../src/properties/table/row.js';

const wholeNumbers = [
  '1',
  '5',
  '200',
  '9999',
  '10000',
  '10001',
  '0',
  '-0',
  '00',
  '-1',
  '-9999999',
  '+7',
  '007',
  ' 8',
  '8 ',
  '\t9\r',
  '8\u00a0',
  '\u20039',
  '2147483647',
  '2147483648',
  '9223372036854775807',
  '9223372036854775808',
  '99999999999999999999',
  '',
  ' ',
  'abc',
  '10s',
  '10L',
  '1.0',
  '1e3',
  '1_000',
  '0x10',
  '１０',
  'true',
];

const decimals = [
  '1',
  '0.5',
  '.5',
  '5.',
  '1e3',
  '1E-3',
  '0',
  '0.0',
  '-0.5',
  '1.01',
  '2',
  ' 0.25 ',
  '0.25\u00a0',
  '1d',
  '0.5f',
  '0x1p3',
  'NaN',
  'Infinity',
  '1e999',
  '0,5',
  '',
  'abc',
];

const booleans = [
  'true',
  'false',
  'TRUE',
  'False',
  'yes',
  'no',
  'y',
  'n',
  'on',
  'off',
  'ON',
  '1',
  '0',
  'true ',
  ' true',
  'false ',
  't',
  'f',
  'wahr',
  '',
  ' ',
  '2',
  'enabled',
];

const durations = [
  'PT12H',
  'pt12h',
  'P1D',
  'P1DT2H3M4.5S',
  'PT1.5S',
  'PT1,5S',
  ' PT1H ',
  '+PT1H',
  'PT+1H',
  'P-1DT48H',
  'PT0.001S',
  'PT0S',
  'P0D',
  '-PT1H',
  'PT-1H',
  'PT',
  'P',
  'P1W',
  'PT1.5H',
  'P1Y',
  '12h',
  '10',
  '',
  'PT1H\u00a0',
  'T1H',
];

const texts = [
  'words',
  'a-b_c.d',
  'with blank',
  ' leading',
  'trailing ',
  'größe',
  '\u{1f600}',
  '#x',
  '!x',
  'a=b',
  'a:b',
  '',
  ' ',
  '\t',
];

const tags = [
  'a=b',
  'a=b,c=d',
  ' a = b , c = d ',
  'a b=c d',
  'a=b,',
  'a=b,,',
  ',a=b',
  'a',
  'a=',
  '=b',
  'a=b=c',
  'a=b,c',
  '',
  'team=größe',
];

const providers = [
  'DefaultCredentialsProvider',
  ' DefaultCredentialsProvider ',
  'EnvironmentVariableCredentialsProvider',
  'SystemPropertyCredentialsProvider',
  'ProfileCredentialsProvider',
  'ProfileCredentialsProvider|dev',
  'ProfileCredentialsProvider|my dev',
  'ProfileCredentialsProvider|a|b',
  'ContainerCredentialsProvider',
  'InstanceProfileCredentialsProvider',
  'InstanceProfileCredentialsProvider|x',
  'WebIdentityTokenFileCredentialsProvider',
  'AnonymousCredentialsProvider',
  'EnvironmentVariableCredentialsProvider,ProfileCredentialsProvider|dev',
  'DefaultCredentialsProvider,',
  'software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider',
  'StsAssumeRoleCredentialsProvider|arn:aws:iam::123456789012:role/r|s1|endpointRegion=eu-west-1',
  'StsAssumeRoleCredentialsProvider|arn:aws:iam::123456789012:role/r|s1|endpointRegion=eu-west-1|externalId=x',
  'KclStsAssumeRoleCredentialsProvider|arn:aws:iam::123456789012:role/r|s1|endpointRegion=eu-west-1',
  'software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider|arn:aws:iam::123456789012:role/r|s1|endpoint=localhost:1^eu-west-1',
  'StsAssumeRoleCredentialsProvider|arn:aws:iam::123456789012:role/r|s1',
  'StsAssumeRoleCredentialsProvider|arn:aws:iam::123456789012:role/r',
  'StsAssumeRoleCredentialsProvider',
  'StsAssumeRoleCredentialsProvider|arn:aws:iam::123456789012:role/r|s1|endpointRegion=eu-west-1|color=red',
  'StsAssumeRoleCredentialsProvider|arn:aws:iam::123456789012:role/r|s1|endpointRegion=eu-west-1|externalId=a=b',
  'StsAssumeRoleCredentialsProvider|arn:aws:iam::123456789012:role/r|s1|endpoint=localhost',
  'DefaultAWSCredentialsProviderChain',
  'com.amazonaws.auth.DefaultAWSCredentialsProviderChain',
  'InstanceProfileCredentialProvider',
  'StaticCredentialsProvider',
  'ProcessCredentialsProvider',
  'defaultCredentialsProvider',
  'java.lang.String',
  '',
  ',',
  ' ',
];

const regions = [
  'us-east-1',
  'eu-central-2',
  'us-gov-west-1',
  'cn-north-1',
  'ap-southeast-10',
  'US-EAST-1',
  ' us-east-1',
  'us-east-1 ',
  '',
  'useast1',
  'us_east_1',
];

const urls = [
  'http://localhost:4566',
  'https://kinesis.eu-west-1.amazonaws.com',
  'http://127.0.0.1:80/',
  'http://[::1]:80',
  'https://h.example/path/x',
  'localhost',
  'http:/localhost',
  '//localhost',
  'http://lo calhost',
  'http://localhost:4566 ',
  ' http://localhost',
  'http://a_b:80',
  'http://größe',
  'ftp://localhost',
  'localhost:4566',
  'http:///x',
  'http://u:p@h:80',
  'http://h:99999',
  'http://h/<x>',
  '',
  'http://',
  'HTTP://LOCALHOST:80',
];

const streamArns = [
  'arn:aws:kinesis:us-east-1:123456789012:stream/words',
  'arn:aws-cn:kinesis:cn-north-1:123456789012:stream/w.o-r_ds',
  'arn:aws:kinesis:us-east-1:123456789012:stream/',
  'arn:aws:kinesis:us-east-1:1234:stream/words',
  'arn:aws:kinesis::123456789012:stream/words',
  'arn:aws:dynamodb:us-east-1:123456789012:table/words',
  'arn:aws:kinesis:us-east-1:123456789012:stream:words',
  'words',
  '',
  ' arn:aws:kinesis:us-east-1:123456789012:stream/words',
  'arn:aws:kinesis:us-east-1:123456789012:stream/two words',
  'arn:aws:kinesis:us-east-1:123456789012:stream/words/consumer/app:1',
];

const consumerArns = [
  'arn:aws:kinesis:us-east-1:123456789012:stream/words/consumer/app:1700000000',
  'arn:aws:kinesis:us-east-1:123456789012:stream/words',
  'app',
  '',
  ' ',
];

const epochSeconds = [
  '1700000000',
  '0',
  '+5',
  '007',
  '99999999999',
  '1700000000000',
  '100000000000',
  '-5',
  '1700000000 ',
  ' 1700000000',
  '2026-11-01',
  '1.7e9',
  '',
  'now',
  '9223372036854775807',
  '99999999999999999999',
];

const lists = [
  'ALL',
  'Operation',
  'Operation,ShardId',
  'Operation, ShardId',
  'Operation ShardId',
  'StreamId,WorkerIdentifier,',
  '',
  'operation',
  'Shard',
  'Operation;ShardId',
];

/** Values of a key to try: good ones, ones at the border, and wrong ones. */
export function valuesToTry(spec: PropertySpec): readonly string[] {
  switch (spec.type.name) {
    case 'int':
    case 'long':
      return [...wholeNumbers, ...bounds(spec)];
    case 'double':
      return decimals;
    case 'boolean':
      return booleans;
    case 'enum':
      return [
        ...(spec.values ?? []).flatMap(spellings),
        ...Object.keys(spec.valuesSince ?? {}),
        '',
        ' ',
        'NO_SUCH',
        'AT_TIMESTAMP',
        'true',
      ];
    case 'duration':
      return durations;
    case 'tags':
      return tags;
    case 'credentials-provider':
      return providers;
    case 'class-name':
      return [
        'ProfileCredentialsProvider',
        'software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider',
        'NoSuchProvider',
        '',
      ];
    case 'aws-region':
      return regions;
    case 'uri':
      return urls;
    case 'arn':
      return spec.fanout ? consumerArns : streamArns;
    case 'epoch-seconds':
      return epochSeconds;
    case 'string-list':
      return lists;
    case 'command':
      return ['node child.js', 'node', ' node child.js', 'node  child.js', '', ' '];
    case 'string':
    case 'object':
      return texts;
  }
}

function bounds({ min, max }: PropertySpec): string[] {
  return [min, max].flatMap((bound) =>
    bound === undefined ? [] : [bound - 1, bound, bound + 1].map(String),
  );
}

function spellings(value: string): string[] {
  return [
    value,
    value.toLowerCase(),
    ` ${value}`,
    `${value} `,
    value.slice(0, -1),
    value.replaceAll('_', '-'),
  ];
}
