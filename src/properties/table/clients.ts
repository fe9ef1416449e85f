import type { PropertySpec } from '../property-spec.js';

/** Endpoints, and the builders of the three AWS clients: MultiLangDaemonConfiguration, DynaBeanBuilderSupport. */
export const clientProperties = [
  {
    name: 'kinesisEndpoint',
    aliases: ['kinesisClient.endpointOverride'],
    type: 'uri',
    flag: '--kinesis-endpoint <url>',
    default: 'that of the region',
    summary: 'endpoint of Kinesis',
  },
  {
    name: 'dynamoDBEndpoint',
    aliases: ['dynamoDbClient.endpointOverride'],
    type: 'uri',
    flag: '--dynamodb-endpoint <url>',
    default: 'that of the region',
    summary: 'endpoint of DynamoDB',
  },
  {
    name: 'cloudWatchClient.endpointOverride',
    type: 'uri',
    flag: '--cloudwatch-endpoint <url>',
    default: 'that of the region',
    summary: 'endpoint of CloudWatch',
  },
  ...builderOf('kinesisClient', 'Kinesis'),
  ...builderOf('dynamoDbClient', 'DynamoDB'),
  {
    name: 'dynamoDbClient.endpointDiscoveryEnabled',
    type: 'boolean',
    default: false,
    summary: 'whether DynamoDB is asked for its endpoint',
  },
  ...builderOf('cloudWatchClient', 'CloudWatch'),
] as const satisfies readonly PropertySpec[];

/** All properties of an SDK client builder that commons-beanutils can make from text. */
function builderOf<const Client extends string>(client: Client, service: string) {
  return [
    {
      name: `${client}.region` as const,
      type: 'aws-region',
      default: 'regionName',
      summary: `region of ${service} alone`,
      notes: 'The daemon may drop it for regionName: kcl-ts writes such a key for each client instead.',
    },
    {
      name: `${client}.fipsEnabled` as const,
      type: 'boolean',
      default: false,
      summary: `whether ${service} is called at its FIPS endpoint`,
    },
    {
      name: `${client}.dualstackEnabled` as const,
      type: 'boolean',
      default: false,
      summary: `whether ${service} is called at its endpoint for IPv4 and IPv6`,
    },
    {
      name: `${client}.overrideConfiguration.apiCallTimeout` as const,
      type: 'duration',
      default: 'none',
      summary: `limit for one call to ${service}, its retries included`,
    },
    {
      name: `${client}.overrideConfiguration.apiCallAttemptTimeout` as const,
      type: 'duration',
      default: 'none',
      summary: `limit for one attempt of a call to ${service}`,
    },
    {
      name: `${client}.overrideConfiguration.retryStrategy` as const,
      type: 'enum',
      default: 'LEGACY',
      values: ['LEGACY', 'STANDARD', 'ADAPTIVE_V2'],
      exactCase: true,
      summary: `how failed calls to ${service} are repeated`,
    },
    {
      name: `${client}.overrideConfiguration.appId` as const,
      type: 'string',
      default: 'none',
      summary: `a text for the user agent of calls to ${service}`,
    },
    {
      name: `${client}.*` as const,
      type: 'object',
      refused: `the builder of the ${service} client has no such property, or none that text can set`,
      summary: `any other property of the builder of the ${service} client`,
    },
  ] as const;
}
