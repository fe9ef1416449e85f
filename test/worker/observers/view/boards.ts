import type { BoardShard, BoardSnapshot } from '../../../../src/worker/observers/board-snapshot.js';

/** The time at which the boards are looked at. */
export const now = Date.parse('2026-11-26T12:00:00Z');

export function boardShard(index: number, more: Partial<BoardShard> = {}): BoardShard {
  const lag = index * 1_700;
  return {
    shardId: `shardId-${String(index).padStart(12, '0')}`,
    state: 'reading',
    since: now - 60_000,
    records: 61_234 * (index + 1),
    bytes: 61_234 * (index + 1) * 300,
    batches: 120,
    recordsPerSecond: 1_020.4 * (index + 1),
    bytesPerSecond: 306_120 * (index + 1),
    millisBehindLatest: lag,
    trend: Array.from({ length: 60 }, (_, second) => (second < 20 ? null : (lag * (second - 20)) / 40)),
    checkpoint: {
      sequenceNumber: `4959033827144${String(index).padStart(43, '0')}`,
      subSequenceNumber: 0,
      at: now - 3_400 * (index + 1),
    },
    checkpoints: 60,
    checkpointErrors: 0,
    errors: 0,
    ...more,
  };
}

export function board(shards: readonly BoardShard[], more: Partial<BoardSnapshot> = {}): BoardSnapshot {
  return {
    workerId: 'ip-10-0-3-17.eu-west-1.compute.internal:4242',
    stream: 'words',
    application: 'MyApp',
    java: 'running',
    restarts: 0,
    shards,
    recordsPerSecond: shards.reduce((sum, shard) => sum + shard.recordsPerSecond, 0),
    bytesPerSecond: shards.reduce((sum, shard) => sum + shard.bytesPerSecond, 0),
    ...more,
  };
}

/** One of each kind that there is to show. */
export const fourShards = board([
  boardShard(0, { state: 'caught up', millisBehindLatest: 0, trend: Array.from({ length: 60 }, () => 0) }),
  boardShard(1, { checkpointErrors: 2, lastError: 'ThrottlingException' }),
  boardShard(2, {
    state: 'failed',
    recordsPerSecond: 0,
    bytesPerSecond: 0,
    errors: 1,
    lastError:
      'TypeError: cannot read properties of undefined (reading "日本語")\n    at Words.processRecords',
  }),
  boardShard(3, { state: 'ended', recordsPerSecond: 0, bytesPerSecond: 0, millisBehindLatest: null }),
]);
