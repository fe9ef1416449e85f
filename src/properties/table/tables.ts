import type { FlagSpec, PropertySpec } from './row.js';
import { int, long } from '../values/number.js';
import { boolean, oneOf, tags, text } from '../values/text.js';

const alwaysOnDemand = 'the daemon always creates the lease table with on-demand capacity';

/** The three DynamoDB tables: LeaseManagementConfig, CoordinatorStateTableConfig, WorkerMetricsTableConfig. */
export const tableProperties = [
  {
    name: 'tableName',
    type: text,
    flag: '--table-name <name>',
    default: 'the application name',
    summary: 'name of the lease table',
    notes: 'The names of the other two tables still begin with the application name.',
  },
  {
    name: 'leaseTablePitrEnabled',
    type: boolean,
    default: false,
    summary: 'whether the lease table has point-in-time recovery',
    notes: 'true also changes a table that already exists.',
  },
  {
    name: 'leaseTableDeletionProtectionEnabled',
    type: boolean,
    default: false,
    summary: 'whether the lease table is created with deletion protection',
    notes: 'It does not change a table that already exists.',
  },
  {
    name: 'initialLeaseTableReadCapacity',
    type: int,
    default: 10,
    min: 1,
    primitive: true,
    noEffect: alwaysOnDemand,
    summary: 'read capacity of the lease table',
  },
  {
    name: 'initialLeaseTableWriteCapacity',
    type: int,
    default: 10,
    min: 1,
    primitive: true,
    noEffect: alwaysOnDemand,
    summary: 'write capacity of the lease table',
  },
  ...metadataTable({
    prefix: 'coordinatorState',
    bean: 'coordinatorStateTableConfigBean',
    suffix: 'CoordinatorState',
    flag: '--coordinator-table-name <name>',
    title: "the coordinator's state table",
  }),
  ...metadataTable({
    prefix: 'workerMetrics',
    bean: 'workerMetricStatsTableConfigBean',
    suffix: 'WorkerMetricStats',
    flag: '--worker-metrics-table-name <name>',
    title: "the workers' metrics table",
  }),
  {
    name: 'migrateAllEntitiesToLeaseTable',
    type: boolean,
    default: false,
    primitive: true,
    since: '3.5.0',
    summary: 'whether the other two tables move into the lease table',
  },
  {
    name: 'tableMigrationCompleteBakeTimeSeconds',
    type: long,
    default: 86_400,
    unit: 's',
    min: 3600,
    max: 604_800,
    primitive: true,
    since: '3.5.0',
    summary: 'how long the move of these tables can still be undone',
  },
] as const satisfies readonly PropertySpec[];

/** One for several tables. */
export const tableFlags: readonly FlagSpec[] = [
  {
    flag: '--deletion-protection',
    summary: 'create the three tables with deletion protection',
    keys: [
      'leaseTableDeletionProtectionEnabled',
      'coordinatorStateDeletionProtectionEnabled',
      'workerMetricsDeletionProtectionEnabled',
    ],
  },
  {
    flag: '--point-in-time-recovery',
    summary: 'turn on point-in-time recovery for the three tables',
    keys: [
      'leaseTablePitrEnabled',
      'coordinatorStatePointInTimeRecoveryEnabled',
      'workerMetricsPointInTimeRecoveryEnabled',
    ],
  },
  {
    flag: '--table-tags <tags>',
    summary: 'tags of the two tables that can have tags: key=value,key=value',
    keys: ['coordinatorStateTags', 'workerMetricsTags'],
  },
];

interface MetadataTable<Prefix extends string, Bean extends string> {
  readonly prefix: Prefix;
  readonly bean: Bean;
  readonly suffix: string;
  readonly flag: string;
  readonly title: string;
}

function metadataTable<const Prefix extends string, const Bean extends string>(
  table: MetadataTable<Prefix, Bean>,
) {
  const { prefix, bean, suffix, flag, title } = table;
  const deprecatedSince = '3.5.0';
  return [
    {
      name: `${prefix}TableName` as const,
      aliases: [`${bean}.${prefix}TableName` as const],
      type: text,
      flag,
      default: `the application name and -${suffix}`,
      deprecatedSince,
      summary: `name of ${title}`,
    },
    {
      name: `${prefix}BillingMode` as const,
      aliases: [`${bean}.${prefix}BillingMode` as const],
      type: oneOf,
      default: 'PAY_PER_REQUEST',
      values: ['PAY_PER_REQUEST', 'PROVISIONED'],
      deprecatedSince,
      summary: `how ${title} is billed when it is created`,
    },
    {
      name: `${prefix}ReadCapacity` as const,
      aliases: [`${bean}.${prefix}ReadCapacity` as const],
      type: long,
      default: 0,
      min: 0,
      primitive: true,
      deprecatedSince,
      summary: `read capacity of ${title}, if PROVISIONED`,
    },
    {
      name: `${prefix}WriteCapacity` as const,
      aliases: [`${bean}.${prefix}WriteCapacity` as const],
      type: long,
      default: 0,
      min: 0,
      primitive: true,
      deprecatedSince,
      summary: `write capacity of ${title}, if PROVISIONED`,
    },
    {
      name: `${prefix}PointInTimeRecoveryEnabled` as const,
      aliases: [`${bean}.${prefix}PointInTimeRecoveryEnabled` as const],
      type: boolean,
      default: false,
      deprecatedSince,
      summary: `whether ${title} has point-in-time recovery`,
    },
    {
      name: `${prefix}DeletionProtectionEnabled` as const,
      aliases: [`${bean}.${prefix}DeletionProtectionEnabled` as const],
      type: boolean,
      default: false,
      deprecatedSince,
      summary: `whether ${title} is created with deletion protection`,
    },
    {
      name: `${prefix}Tags` as const,
      aliases: [`${bean}.${prefix}Tags` as const],
      type: tags,
      default: 'none',
      deprecatedSince,
      summary: `tags of ${title}: \`key=value,key=value\``,
      notes: 'There is no such key for the lease table.',
    },
  ] as const;
}
