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
  ...builderOf('cloudWatchClient', 'CloudWatch'),
] as const satisfies readonly PropertySpec[];

function builderOf<const Client extends string>(client: Client, service: string) {
  return [
    {
      name: `${client}.region` as const,
      type: 'aws-region',
      default: 'regionName',
      summary: `region of ${service} alone`,
      notes: 'Which of it and regionName the daemon reads last is luck.',
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
      name: `${client}.*` as const,
      type: 'sdk-builder-property',
      summary: `another property of the SDK's builder of the ${service} client`,
      notes: 'The daemon does not start if the builder has no such property.',
    },
  ] as const;
}
