import type { PropertySpec } from './row.js';
import { int, long } from '../values/number.js';
import { boolean, oneOf } from '../values/text.js';

const only2x =
  'Only for the algorithm of KCL 2.x, with clientVersionConfig CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X.';

/** How workers of one application share the stream's shards: LeaseManagementConfig, CoordinatorConfig. */
export const leaseProperties = [
  {
    name: 'failoverTimeMillis',
    type: long,
    flag: '--failover-time <duration>',
    default: 10_000,
    unit: 'ms',
    min: 1,
    primitive: true,
    summary: 'how long a worker may leave a lease unrenewed before it loses the lease',
    notes: 'Leases are assigned every twice this long, unless leaseAssignmentIntervalMillis is set.',
  },
  {
    name: 'maxLeasesForWorker',
    type: int,
    flag: '--max-leases <n>',
    default: 2_147_483_647,
    min: 1,
    primitive: true,
    summary: 'maximum number of shards for this worker; each shard has a child process',
    notes: 'If the limits of all workers add up to fewer than there are shards, some shards are not read.',
  },
  {
    name: 'leaseAssignmentIntervalMillis',
    type: long,
    flag: '--lease-assignment-interval <duration>',
    default: 'twice failoverTimeMillis',
    unit: 'ms',
    min: 1,
    primitive: true,
    since: '3.1.1',
    summary: 'how often the leader assigns leases to workers',
  },
  {
    name: 'isGracefulLeaseHandoffEnabled',
    aliases: ['gracefulLeaseHandoffConfigBean.isGracefulLeaseHandoffEnabled'],
    type: boolean,
    flag: '--no-graceful-handoff',
    default: true,
    summary:
      'whether a processor may checkpoint in shutdownRequested before its lease goes to another worker',
    flagSummary: 'move a lease to another worker without a last checkpoint in shutdownRequested',
  },
  {
    name: 'gracefulLeaseHandoffTimeoutMillis',
    aliases: ['gracefulLeaseHandoffConfigBean.gracefulLeaseHandoffTimeoutMillis'],
    type: long,
    flag: '--graceful-handoff-timeout <duration>',
    default: 30_000,
    unit: 'ms',
    min: 0,
    summary: 'how long a processor has for its last checkpoint before it loses the lease to another worker',
  },
  {
    name: 'clientVersionConfig',
    type: oneOf,
    flag: '--client-version <mode>',
    default: 'CLIENT_VERSION_CONFIG_3X',
    values: ['CLIENT_VERSION_CONFIG_3X', 'CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X'],
    valuesSince: { CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X_PHASE1: '3.5.0' },
    summary: 'how to share leases while workers of KCL 2.x still run',
    notes: 'Once the workers run in 3X mode, workers of KCL 2.x cannot join any more.',
  },
  {
    name: 'maxLeaseRenewalThreads',
    type: int,
    default: 20,
    min: 1,
    primitive: true,
    summary: 'threads that renew leases',
  },
  {
    name: 'leaseTableScanTotalSegments',
    type: int,
    default: 'by the size of the table',
    min: 1,
    primitive: true,
    since: '3.5.0',
    summary: 'segments of a parallel scan of the lease table',
  },
  {
    name: 'enablePriorityLeaseAssignment',
    type: boolean,
    default: true,
    summary: 'whether leases that expired long ago are taken first',
    notes: only2x,
  },
  {
    name: 'maxLeasesToStealAtOneTime',
    type: int,
    default: 1,
    min: 1,
    primitive: true,
    summary: 'how many leases to take from another worker at a time',
    notes: only2x,
  },
] as const satisfies readonly PropertySpec[];
