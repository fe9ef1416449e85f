import type { FlagSpec, PropertySpec } from './row.js';
import { awsRegion, url } from '../values/aws.js';
import { duration } from '../values/duration.js';
import { boolean, object, oneOf, text } from '../values/text.js';

/** Endpoints, and the builders of the three AWS clients: MultiLangDaemonConfiguration, DynaBeanBuilderSupport. */
export const clientProperties = [
  {
    name: 'kinesisEndpoint',
    aliases: ['kinesisClient.endpointOverride'],
    type: url,
    flag: '--kinesis-endpoint <url>',
    default: 'that of the region',
    summary: 'endpoint of Kinesis',
  },
  {
    name: 'dynamoDBEndpoint',
    aliases: ['dynamoDbClient.endpointOverride'],
    type: url,
    flag: '--dynamodb-endpoint <url>',
    default: 'that of the region',
    summary: 'endpoint of DynamoDB',
  },
  {
    name: 'cloudWatchClient.endpointOverride',
    type: url,
    flag: '--cloudwatch-endpoint <url>',
    default: 'that of the region',
    summary: 'endpoint of CloudWatch',
  },
  ...builderOf('kinesisClient', 'Kinesis'),
  ...builderOf('dynamoDbClient', 'DynamoDB'),
  {
    name: 'dynamoDbClient.endpointDiscoveryEnabled',
    type: boolean,
    default: false,
    summary: 'whether the client asks DynamoDB for the endpoint to use',
  },
  ...builderOf('cloudWatchClient', 'CloudWatch'),
] as const satisfies readonly PropertySpec[];

/** All properties of an SDK client builder that commons-beanutils can make from text. */
function builderOf<const Client extends string>(client: Client, service: string) {
  return [
    {
      name: `${client}.region` as const,
      type: awsRegion,
      default: 'regionName',
      summary: `region of ${service} alone`,
      notes:
        'kcl-ts writes one such key for each client, because the daemon might replace a single one by regionName.',
    },
    {
      name: `${client}.fipsEnabled` as const,
      type: boolean,
      default: false,
      summary: `whether to call ${service} at its FIPS endpoint`,
    },
    {
      name: `${client}.dualstackEnabled` as const,
      type: boolean,
      default: false,
      summary: `whether to call ${service} at its endpoint for IPv4 and IPv6`,
    },
    {
      name: `${client}.overrideConfiguration.apiCallTimeout` as const,
      type: duration,
      default: 'none',
      summary: `time limit for one call to ${service}, including retries`,
    },
    {
      name: `${client}.overrideConfiguration.apiCallAttemptTimeout` as const,
      type: duration,
      default: 'none',
      summary: `time limit for one attempt of a call to ${service}`,
    },
    {
      name: `${client}.overrideConfiguration.retryStrategy` as const,
      type: oneOf,
      default: 'LEGACY',
      values: ['LEGACY', 'STANDARD', 'ADAPTIVE_V2'],
      exactCase: true,
      summary: `how failed calls to ${service} are tried again`,
    },
    {
      name: `${client}.overrideConfiguration.appId` as const,
      type: text,
      default: 'none',
      summary: `a text that is added to the user agent of calls to ${service}`,
    },
    {
      name: `${client}.*` as const,
      type: object,
      refused: `the builder of the ${service} client has no property of this name that text can set`,
      summary: `any other property of the builder of the ${service} client`,
    },
  ] as const;
}

/** One for several clients. */
export const clientFlags: readonly FlagSpec[] = [
  {
    flag: '--endpoint-url <url>',
    usual: true,
    summary: 'endpoint of all three services, such as that of a local stand-in for AWS',
    keys: ['kinesisEndpoint', 'dynamoDBEndpoint', 'cloudWatchClient.endpointOverride'],
  },
  {
    flag: '--fips',
    summary: 'call the FIPS endpoints',
    keys: ['kinesisClient.fipsEnabled', 'dynamoDbClient.fipsEnabled', 'cloudWatchClient.fipsEnabled'],
  },
  {
    flag: '--dual-stack',
    summary: 'call the endpoints for IPv4 and IPv6',
    keys: [
      'kinesisClient.dualstackEnabled',
      'dynamoDbClient.dualstackEnabled',
      'cloudWatchClient.dualstackEnabled',
    ],
  },
];
