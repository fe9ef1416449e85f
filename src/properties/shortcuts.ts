import type { PropertyName } from './table/index.js';

/** A flag that is no key of its own: its value goes to several keys, or decides about some (see resolve.ts). */
export interface Shortcut {
  readonly flag: string;
  readonly usual?: true;
  readonly summary: string;
  /** The keys that get the value as it is, unless they are given themselves. */
  readonly keys?: readonly PropertyName[];
  /** The title of the group in help and in the reference page. */
  readonly group: string;
}

export const shortcuts = [
  {
    flag: '--from <position>',
    usual: true,
    summary:
      'where to start a shard without a checkpoint: trim-horizon, latest or a time such as 2026-11-01T00:00:00Z',
    group: 'Stream and application',
  },
  {
    flag: '--endpoint-url <url>',
    usual: true,
    summary: 'endpoint of all three services, such as that of a local stand-in for AWS',
    keys: ['kinesisEndpoint', 'dynamoDBEndpoint', 'cloudWatchClient.endpointOverride'],
    group: 'Endpoints and AWS clients',
  },
  {
    flag: '--profile <name>',
    usual: true,
    summary: 'profile of the shared AWS files (SSO too) for credentials and region',
    group: 'Credentials',
  },
  {
    flag: '--properties <file>',
    usual: true,
    summary: 'an existing properties file of the KCL; flags override it',
    group: 'Stream and application',
  },
  {
    flag: '--set <key=value>',
    usual: true,
    summary: 'set any other key of the KCL (repeatable)',
    group: 'Stream and application',
  },
  {
    flag: '--role-arn <arn>',
    summary: 'role to assume for all three services',
    group: 'Credentials',
  },
  {
    flag: '--role-session-name <name>',
    summary: 'session name of the assumed role (default: the application name)',
    group: 'Credentials',
  },
  {
    flag: '--external-id <id>',
    summary: 'external id that the role requires',
    group: 'Credentials',
  },
  {
    flag: '--fips',
    summary: 'call the FIPS endpoints',
    keys: ['kinesisClient.fipsEnabled', 'dynamoDbClient.fipsEnabled', 'cloudWatchClient.fipsEnabled'],
    group: 'Endpoints and AWS clients',
  },
  {
    flag: '--dual-stack',
    summary: 'call the endpoints for IPv4 and IPv6',
    keys: [
      'kinesisClient.dualstackEnabled',
      'dynamoDbClient.dualstackEnabled',
      'cloudWatchClient.dualstackEnabled',
    ],
    group: 'Endpoints and AWS clients',
  },
  {
    flag: '--deletion-protection',
    summary: 'create the three tables with deletion protection',
    keys: [
      'leaseTableDeletionProtectionEnabled',
      'coordinatorStateDeletionProtectionEnabled',
      'workerMetricsDeletionProtectionEnabled',
    ],
    group: 'DynamoDB tables',
  },
  {
    flag: '--point-in-time-recovery',
    summary: 'turn on point-in-time recovery for the three tables',
    keys: [
      'leaseTablePitrEnabled',
      'coordinatorStatePointInTimeRecoveryEnabled',
      'workerMetricsPointInTimeRecoveryEnabled',
    ],
    group: 'DynamoDB tables',
  },
  {
    flag: '--table-tags <tags>',
    summary: 'tags of the two tables that can have tags: key=value,key=value',
    keys: ['coordinatorStateTags', 'workerMetricsTags'],
    group: 'DynamoDB tables',
  },
] as const satisfies readonly Shortcut[];
