import type { PropertySpec } from './row.js';
import { int, long } from '../values/number.js';
import { boolean, object } from '../values/text.js';

/** How the leader finds the stream's shards and cleans up behind them. */
export const shardProperties = [
  {
    name: 'shardSyncIntervalMillis',
    type: long,
    flag: '--shard-sync-interval <duration>',
    default: 60_000,
    unit: 'ms',
    min: 1,
    primitive: true,
    summary: 'how often the leader compares the leases with the shards of the stream',
  },
  {
    name: 'parentShardPollIntervalMillis',
    type: long,
    flag: '--parent-shard-poll-interval <duration>',
    default: 10_000,
    unit: 'ms',
    min: 1,
    primitive: true,
    summary: 'how often a child shard checks whether its parents are finished',
  },
  {
    name: 'skipShardSyncAtWorkerInitializationIfLeasesExist',
    type: boolean,
    flag: '--skip-shard-sync',
    default: false,
    primitive: true,
    summary: 'do not compare leases with shards at the start if there are leases',
  },
  {
    name: 'cleanupLeasesUponShardCompletion',
    type: boolean,
    default: true,
    primitive: true,
    summary: 'whether the lease of a finished shard is deleted at once',
  },
  {
    name: 'listShardsBackoffTimeInMillis',
    type: long,
    default: 1500,
    unit: 'ms',
    min: 1,
    primitive: true,
    summary: 'how long to wait after a throttled ListShards call',
  },
  {
    name: 'maxListShardsRetryAttempts',
    type: int,
    default: 50,
    min: 1,
    primitive: true,
    summary: 'how often a throttled ListShards call is tried again',
  },
  {
    name: 'ignoreUnexpectedChildShards',
    type: boolean,
    default: false,
    primitive: true,
    summary: 'whether child shards whose parent is still open are skipped',
    notes: 'Only for DynamoDB Streams, which this daemon does not read.',
  },
  {
    name: 'schedulerInitializationBackoffTimeMillis',
    type: long,
    default: 1000,
    unit: 'ms',
    min: 1,
    primitive: true,
    summary: 'how long to wait between the 20 attempts to start',
  },
  {
    name: 'shardPrioritization',
    type: object,
    default: 'none',
    refused: 'the daemon would not start: it cannot make this object from text',
    summary: 'the order in which shards are read',
  },
] as const satisfies readonly PropertySpec[];
