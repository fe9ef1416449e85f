import type { CollectedProperties } from './collected.js';

export interface IamStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly IamStatement[];
}

export interface PolicyChoice {
  /** The number of the AWS account; any unless set. */
  readonly account?: string;
  /** The ARN of the key with which the stream is encrypted, if it is one of the account's own. */
  readonly kmsKey?: string | undefined;
  /** For a worker whose tables are there already: it creates none. */
  readonly provisioned?: boolean;
}

/**
 * The least a worker with these properties must be allowed: exactly the calls that the sources of KCL 3.1.3 make
 * (KinesisShardDetector, KinesisDataFetcher, FanOutConsumerRegistration, DynamoDBLeaseRefresher, CoordinatorStateDAO,
 * WorkerMetricStatsDAO, CloudWatchMetricsPublisher), and kcl-ts when it looks at the stream and the tables and passes
 * leases on (src/aws). Only kinesis:ListStreams is left out: it knows no resources, and kcl-ts does without.
 */
export function iamPolicy(
  collected: CollectedProperties,
  { account = '*', kmsKey, provisioned = false }: PolicyChoice = {},
): IamPolicy {
  return {
    Version: '2012-10-17',
    Statement: [
      ...streamStatements(collected, account),
      ...keyStatements(collected, kmsKey),
      ...tableStatements(collected, account, provisioned),
      ...metricsStatements(collected),
    ],
  };
}

function streamStatements(collected: CollectedProperties, account: string): IamStatement[] {
  const stream = collected.streamArn ?? arn(collected, 'kinesis', account, `stream/${collected.streamName}`);
  // Reading the end of a shard asks for its children with GetRecords in both modes (KinesisShardDetector).
  const reading = [
    'kinesis:DescribeStreamSummary',
    'kinesis:ListShards',
    'kinesis:GetShardIterator',
    'kinesis:GetRecords',
  ];
  if (collected.retrievalMode === 'POLLING') return [allow('ReadStream', reading, stream)];
  const consumerArn = collected.properties.get('fanoutConfig.consumerArn');
  if (consumerArn !== undefined) {
    return [
      allow('ReadStream', reading, stream),
      allow('ReadByFanOut', ['kinesis:SubscribeToShard'], consumerArn),
    ];
  }
  const name = collected.properties.get('fanoutConfig.consumerName') ?? collected.applicationName;
  return [
    allow('ReadStream', [...reading, 'kinesis:RegisterStreamConsumer'], stream),
    allow(
      'ReadByFanOut',
      ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'],
      `${stream}/consumer/${name}:*`,
    ),
  ];
}

/** Kinesis decrypts in the caller's name: the condition keeps the role from decrypting anything else with the key. */
function keyStatements({ properties, region }: CollectedProperties, key: string | undefined): IamStatement[] {
  if (key === undefined) return [];
  const service = `kinesis.${properties.get('kinesisClient.region') ?? region}.amazonaws.com`;
  return [
    {
      ...allow('DecryptStream', ['kms:Decrypt'], key),
      Condition: { StringEquals: { 'kms:ViaService': service } },
    },
  ];
}

function tableStatements(
  collected: CollectedProperties,
  account: string,
  provisioned: boolean,
): IamStatement[] {
  const { properties, tables } = collected;
  const table = (name: string): string =>
    arn(collected, 'dynamodb', account, `table/${name}`, 'dynamoDbClient');
  const create = [...(provisioned ? [] : ['dynamodb:CreateTable']), 'dynamodb:DescribeTable'];
  const backups = (key: string): string[] =>
    properties.get(key) === 'true' ? ['dynamodb:UpdateContinuousBackups'] : [];
  const backupsOfNew = (key: string): string[] => (provisioned ? [] : backups(key));
  const tags = (key: string): string[] =>
    properties.has(key) && !provisioned ? ['dynamodb:TagResource'] : [];
  const items = [
    'dynamodb:Scan',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
  ];
  return [
    allow(
      'LeaseTable',
      [
        ...create,
        ...(provisioned ? [] : ['dynamodb:UpdateTable']),
        // DynamoDBLeaseRefresher.createLeaseTableIfNotExists switches it on at each start.
        ...backups('leaseTablePitrEnabled'),
        ...items,
      ],
      table(tables.lease),
    ),
    allow('LeaseTableIndex', ['dynamodb:Query'], `${table(tables.lease)}/index/*`),
    allow(
      'CoordinatorStateTable',
      [
        ...create,
        ...backupsOfNew('coordinatorStatePointInTimeRecoveryEnabled'),
        ...tags('coordinatorStateTags'),
        ...items,
      ],
      table(tables.coordinatorState),
    ),
    allow(
      'WorkerMetricsTable',
      [
        ...create,
        ...backupsOfNew('workerMetricsPointInTimeRecoveryEnabled'),
        ...tags('workerMetricsTags'),
        'dynamodb:Scan',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
      table(tables.workerMetrics),
    ),
  ];
}

function metricsStatements({ properties, applicationName }: CollectedProperties): IamStatement[] {
  if (properties.get('metricsLevel') === 'NONE') return [];
  const condition = { StringEquals: { 'cloudwatch:namespace': applicationName } };
  // PutMetricData knows no resources; the namespace is the only way to narrow it.
  return [{ ...allow('Metrics', ['cloudwatch:PutMetricData'], '*'), Condition: condition }];
}

function allow(Sid: string, Action: readonly string[], Resource: string): IamStatement {
  return { Sid, Effect: 'Allow', Action, Resource };
}

function arn(
  { properties, region: streamRegion }: CollectedProperties,
  service: string,
  account: string,
  resource: string,
  client = 'kinesisClient',
): string {
  const region = properties.get(`${client}.region`) ?? streamRegion;
  return `arn:${partition(region)}:${service}:${region}:${account}:${resource}`;
}

function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
