import { checkpointErrorKinds } from './ledger.js';
import type { Metric } from './metric.js';
import { byShard, distribution } from './samples.js';

/** What is told of each shard. */
export const shardMetrics: readonly Metric[] = [
  {
    name: 'kcl_ts_shard_records_total',
    type: 'counter',
    scope: 'shard',
    labels: ['shard'],
    help: 'records of the shard handled since this worker has it',
    read: byShard(({ counts }) => counts.records),
  },
  {
    name: 'kcl_ts_shard_data_bytes_total',
    type: 'counter',
    scope: 'shard',
    labels: ['shard'],
    unit: 'bytes',
    help: 'size of the data of these records',
    read: byShard(({ counts }) => counts.bytes),
  },
  {
    name: 'kcl_ts_shard_batches_total',
    type: 'counter',
    scope: 'shard',
    labels: ['shard'],
    help: 'batches with records of the shard handled',
    read: byShard(({ counts }) => counts.batches),
  },
  {
    name: 'kcl_ts_shard_batch_duration_seconds',
    type: 'histogram',
    scope: 'shard',
    labels: ['shard'],
    unit: 'seconds',
    help: 'time from the hand-over of a batch of the shard until it was answered, its checkpoints included',
    read: ({ shards }) => [...shards].map(([shard, { counts }]) => distribution(counts, { shard })),
  },
  {
    name: 'kcl_ts_shard_behind_latest_seconds',
    type: 'gauge',
    scope: 'shard',
    labels: ['shard'],
    unit: 'seconds',
    help: 'how far the last batch was behind the newest record of the shard (millisBehindLatest)',
    read: byShard(({ millisBehindLatest: millis }) => (millis === null ? undefined : millis / 1000)),
  },
  {
    name: 'kcl_ts_shard_since_progress_seconds',
    type: 'gauge',
    scope: 'shard',
    labels: ['shard'],
    unit: 'seconds',
    // a duration, not the time of the last progress: a shard that has nothing to read makes none, and is well
    help: 'how long nothing was handled though the shard may have more; 0 while it has nothing more to read',
    read: byShard(({ waitingSince }, ledger) =>
      waitingSince === undefined ? 0 : (ledger.now() - waitingSince) / 1000,
    ),
  },
  {
    name: 'kcl_ts_shard_checkpoints_total',
    type: 'counter',
    scope: 'shard',
    labels: ['shard'],
    help: 'checkpoints of the shard that the daemon acknowledged',
    read: byShard(({ counts }) => counts.checkpoints),
  },
  {
    name: 'kcl_ts_shard_checkpoint_errors_total',
    type: 'counter',
    scope: 'shard',
    labels: ['shard', 'kind'],
    help: 'checkpoints of the shard that the daemon refused, each attempt',
    read: ({ shards }) =>
      [...shards].flatMap(([shard, { counts }]) =>
        checkpointErrorKinds.flatMap((kind) => {
          const value = counts.checkpointErrors.get(kind) ?? 0;
          return value === 0 ? [] : [{ labels: { shard, kind }, value }];
        }),
      ),
  },
  {
    name: 'kcl_ts_shard_last_checkpoint_timestamp_seconds',
    type: 'gauge',
    scope: 'shard',
    labels: ['shard'],
    unit: 'seconds',
    help: 'when the daemon last acknowledged a checkpoint of the shard, since 1970; missing before the first',
    read: byShard(({ checkpointAt }) => (checkpointAt === undefined ? undefined : checkpointAt / 1000)),
  },
];
