import { beforeEach, describe, expect, it } from 'vitest';
import { durationBounds, type ActivityEvent } from '../../../../src/child/event.js';
import type { WorkerEvents } from '../../../../src/worker/event-bus.js';
import type { WorkerEvent } from '../../../../src/worker/events.js';
import { keepLedger } from '../../../../src/worker/observers/metrics/ledger.js';
import { createRegistry } from '../../../../src/worker/observers/metrics/registry.js';
import { metrics } from '../../../../src/worker/observers/metrics/table.js';
import { parseMetrics, type Scrape } from '../../../support/scrape.js';
import { createEvents } from '../../support/events.js';

const first = 'shardId-000000000000';
const second = 'shardId-000000000001';
const identity = { application: 'MyApp', stream: 'words', workerId: 'me', version: '1.2.3' };

function activity(shardId: string, change: Partial<ActivityEvent>): ActivityEvent {
  return {
    ...{ type: 'activity', shardId, records: 0, bytes: 0, batches: 0, busyMs: 0, checkpoints: 0 },
    ...{ millisBehindLatest: 0, durations: durations([]), checkpointErrors: {} },
    ...change,
  };
}

/** Batches of these durations, as a processor counts them. */
function durations(batches: readonly number[]): number[] {
  const counts = Array.from({ length: durationBounds.length + 1 }, () => 0);
  for (const ms of batches) {
    const place = durationBounds.findIndex((bound) => ms <= bound);
    counts[place === -1 ? durationBounds.length : place]! += 1;
  }
  return counts;
}

describe('the metrics of a worker', () => {
  let events: WorkerEvents;
  let now = 0;
  let read: () => Promise<Scrape>;

  function tell(...told: readonly WorkerEvent[]): void {
    for (const event of told) events.emit(event);
  }

  function initialise(...shardIds: readonly string[]): void {
    for (const shardId of shardIds) tell({ type: 'shardInitialised', shardId, sequenceNumber: null });
  }

  beforeEach(() => {
    events = createEvents();
    now = 0;
    const registry = createRegistry(
      keepLedger(events, () => now),
      { ...identity, reported: true },
    );
    read = async () => parseMetrics(await registry.metrics());
    tell({ type: 'started', pid: 1 });
  });

  it('tell what was handled, by shard and in all', async () => {
    initialise(first, second);
    tell(
      activity(first, {
        ...{ records: 3, bytes: 300, batches: 2, millisBehindLatest: 1500, checkpoints: 1 },
        ...{ busyMs: 61_020, durations: durations([20, 61_000]) },
        checkpoint: { sequenceNumber: '7', subSequenceNumber: 0, at: 1_700_000_000_500 },
      }),
      activity(second, { records: 1, bytes: 5, batches: 1, busyMs: 1, durations: durations([1]) }),
    );
    const scrape = await read();
    expect(scrape.value('kcl_ts_worker_info')).toBe(1);
    expect(scrape.series('kcl_ts_worker_info')[0]!.labels).toEqual({
      ...{ application: 'MyApp', stream: 'words', worker: 'me', version: '1.2.3' },
    });
    expect(scrape.value('kcl_ts_records_total')).toBe(4);
    expect(scrape.value('kcl_ts_data_bytes_total')).toBe(305);
    expect(scrape.value('kcl_ts_shard_records_total', { shard: first })).toBe(3);
    expect(scrape.value('kcl_ts_shard_data_bytes_total', { shard: second })).toBe(5);
    expect(scrape.value('kcl_ts_shard_batches_total', { shard: first })).toBe(2);
    expect(scrape.value('kcl_ts_shard_behind_latest_seconds', { shard: first })).toBe(1.5);
    expect(scrape.value('kcl_ts_shard_checkpoints_total', { shard: first })).toBe(1);
    expect(scrape.value('kcl_ts_shard_last_checkpoint_timestamp_seconds', { shard: first })).toBe(
      1_700_000_000.5,
    );
    expect(scrape.series('kcl_ts_shard_last_checkpoint_timestamp_seconds')).toHaveLength(1);
    const [histogram] = scrape.series('kcl_ts_batch_duration_seconds');
    expect(histogram).toMatchObject({ count: 3, sum: 61.021 });
    expect(histogram!.buckets).toMatchObject({ '0.001': 1, '0.01': 1, '0.025': 2, '60': 2, '+Inf': 3 });
    expect(scrape.values('application')).toEqual(['MyApp']);
  });

  it('follow the conventions of Prometheus, each of them', async () => {
    initialise(first);
    tell(
      activity(first, {
        checkpointErrors: { ThrottlingException: 1 },
        checkpoint: { sequenceNumber: '7', subSequenceNumber: 0, at: 1 },
      }),
    );
    const scrape = await read();
    expect([...scrape.names].sort()).toEqual(metrics.map(({ name }) => name).sort());
    for (const { name, type, unit, labels, help } of metrics) {
      expect(name).toMatch(/^kcl_ts(_[a-z]+)+$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      if (unit !== undefined) expect(name.replace(/_total$/, '')).toMatch(new RegExp(`_${unit}$`));
      expect(scrape.type(name)).toBe(type);
      expect(help).not.toMatch(/\.$/);
      for (const series of scrape.series(name)) {
        expect(Object.keys(series.labels).sort()).toEqual(['application', 'stream', ...labels].sort());
      }
    }
  });

  it('add up what one processor after another has done for a shard', async () => {
    initialise(first);
    tell(activity(first, { records: 10, bytes: 100, batches: 2, checkpoints: 1 }));
    initialise(first);
    tell(activity(first, { records: 4, bytes: 40, batches: 1 }));
    tell(activity(first, { records: 6, bytes: 60, batches: 2, checkpoints: 1 }));
    const scrape = await read();
    expect(scrape.value('kcl_ts_shard_records_total', { shard: first })).toBe(16);
    expect(scrape.value('kcl_ts_records_total')).toBe(16);
    expect(scrape.value('kcl_ts_shard_checkpoints_total', { shard: first })).toBe(2);
    expect(scrape.value('kcl_ts_processor_starts_total')).toBe(2);
  });

  const leaving: readonly (readonly [string, string, WorkerEvent])[] = [
    ['lost its lease', 'lease_lost', ended('leaseLost')],
    ['was read to its end', 'shard_ended', ended('shardEnded')],
    ['was asked to stop', 'shutdown_requested', ended('shutdownRequested')],
    ['vanished', 'gone', ended('eof')],
    [
      'failed',
      'failed',
      {
        type: 'processorFailed',
        shardId: first,
        during: 'processRecords',
        name: 'Error',
        message: '',
        stack: '',
      },
    ],
    ['lost its process', 'failed', { type: 'hostEnded', shardIds: [first], how: 'was killed by SIGKILL' }],
  ];

  it.each(leaving)(
    'have no series of a shard that %s, and keep what it has done',
    async (_, reason, event) => {
      initialise(first, second);
      tell(activity(first, { records: 10, batches: 1, checkpointErrors: { ThrottlingException: 2 } }));
      tell(event);
      // a report that comes late does not bring it back
      tell(activity(first, { records: 11, batches: 2 }), {
        ...{ type: 'progress', shardId: first, caughtUp: true, millisBehindLatest: 0, records: 11 },
      });
      const scrape = await read();
      expect(scrape.values('shard')).toEqual([second]);
      expect(scrape.value('kcl_ts_leases_held')).toBe(1);
      expect(scrape.value('kcl_ts_records_total')).toBe(10);
      expect(scrape.value('kcl_ts_checkpoint_errors_total', { kind: 'ThrottlingException' })).toBe(2);
      expect(scrape.value('kcl_ts_processor_ends_total', { reason })).toBe(1);
    },
  );

  it('begin again with a java that is started again, but for what was counted in all', async () => {
    initialise(first, second);
    tell(activity(first, { records: 10, batches: 1 }));
    tell({ type: 'ended', outcome: undefined });
    const between = await read();
    expect(between.values('shard')).toEqual([]);
    expect(between.value('kcl_ts_jvm_up')).toBe(0);
    expect(between.value('kcl_ts_processor_ends_total', { reason: 'gone' })).toBe(2);
    tell({ type: 'started', pid: 2 });
    initialise(first);
    tell(activity(first, { records: 3, batches: 1 }));
    const scrape = await read();
    expect(scrape.value('kcl_ts_jvm_up')).toBe(1);
    expect(scrape.value('kcl_ts_jvm_restarts_total')).toBe(1);
    expect(scrape.value('kcl_ts_shard_records_total', { shard: first })).toBe(3);
    expect(scrape.value('kcl_ts_records_total')).toBe(13);
  });

  it('measure how long nothing was handled, unless nothing waits', async () => {
    const progress = (caughtUp: boolean): void =>
      tell({ type: 'progress', shardId: first, caughtUp, millisBehindLatest: null, records: 0 });
    const waited = async (): Promise<number | undefined> =>
      (await read()).value('kcl_ts_shard_since_progress_seconds', { shard: first });
    initialise(first);
    now = 5_000;
    expect(await waited()).toBe(5);
    tell(activity(first, { records: 1, batches: 1 }));
    now = 7_000;
    expect(await waited()).toBe(2);
    progress(true);
    now = 1e9;
    expect(await waited()).toBe(0);
    progress(false);
    progress(false);
    now += 3_000;
    expect(await waited()).toBe(3);
  });

  it('know checkpoint errors by kinds that are few, each from 0 on', async () => {
    initialise(first);
    const none = await read();
    expect(none.series('kcl_ts_checkpoint_errors_total').map(({ value }) => value)).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
    const odd = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`Odd${n}Exception`, 1]));
    tell(activity(first, { checkpointErrors: { ...odd, ShutdownException: 3 } }));
    const scrape = await read();
    expect(scrape.value('kcl_ts_checkpoint_errors_total', { kind: 'other' })).toBe(50);
    expect(
      scrape.value('kcl_ts_shard_checkpoint_errors_total', { shard: first, kind: 'ShutdownException' }),
    ).toBe(3);
    expect(scrape.series('kcl_ts_shard_checkpoint_errors_total')).toHaveLength(2);
  });

  it('count leases that were handed back and taken over', async () => {
    tell({ type: 'handedBack', given: new Map([[first, 'you']]), freed: [second, 'shardId-000000000002'] });
    const takenOver = { ...{ shardId: first, from: 'it', afterMs: 1 }, type: 'takenOver' } as const;
    tell({ ...takenOver, to: 'me', toItself: true }, { ...takenOver, to: 'you', toItself: false });
    const scrape = await read();
    expect(scrape.value('kcl_ts_leases_handed_back_total', { to: 'worker' })).toBe(1);
    expect(scrape.value('kcl_ts_leases_handed_back_total', { to: 'nobody' })).toBe(2);
    expect(scrape.value('kcl_ts_leases_taken_over_total', { to: 'self' })).toBe(1);
    expect(scrape.value('kcl_ts_leases_taken_over_total', { to: 'other' })).toBe(1);
  });

  it('say nothing of records where nobody reports them', async () => {
    const registry = createRegistry(keepLedger(events), { ...identity, reported: false });
    const { names } = await parseMetrics(await registry.metrics());
    expect([...names].sort()).toEqual(
      metrics.flatMap(({ name, scope }) => (scope === 'worker' ? [name] : [])).sort(),
    );
    expect(names).toContain('kcl_ts_jvm_up');
  });
});

function ended(reason: 'leaseLost' | 'shardEnded' | 'shutdownRequested' | 'eof'): WorkerEvent {
  return { type: 'shardEnded', shardId: first, reason, records: 10 };
}
