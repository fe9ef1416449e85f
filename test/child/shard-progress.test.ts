import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgressEvent } from '../../src/child/event.js';
import { ShardProgress } from '../../src/child/shard-progress.js';
import type { KinesisClientRecord } from '../../src/processor/record.js';

const shardId = 'shardId-000000000000';
let events: Pick<ProgressEvent, 'caughtUp' | 'records'>[];
let progress: ShardProgress;

beforeEach(() => {
  vi.useFakeTimers();
  events = [];
  progress = new ShardProgress(shardId, ({ caughtUp, records }) => events.push({ caughtUp, records }));
});
afterEach(() => {
  vi.useRealTimers();
});

function batch(count: number, millisBehindLatest: number) {
  const record = (index: number) =>
    ({ sequenceNumber: String(index), subSequenceNumber: 0 }) as KinesisClientRecord;
  return { records: Array.from({ length: count }, (_, index) => record(index)), millisBehindLatest };
}

describe('the progress of a shard', () => {
  it('is told when it catches up or falls behind, and once a second between', () => {
    progress.handle(batch(10, 500));
    progress.handle(batch(10, 400));
    vi.advanceTimersByTime(1000);
    progress.handle(batch(10, 300));
    progress.handle(batch(10, 0));
    progress.handle(batch(10, 0));
    vi.advanceTimersByTime(1000);
    progress.handle(batch(0, 0));
    expect(events).toEqual([
      { caughtUp: false, records: 10 },
      { caughtUp: false, records: 30 },
      { caughtUp: true, records: 40 },
      { caughtUp: true, records: 50 },
    ]);
  });

  it('is no longer that it has caught up while a batch takes more than a second', () => {
    progress.handle(batch(10, 0));
    progress.deliver(batch(5, 0));
    vi.advanceTimersByTime(999);
    expect(events).toEqual([{ caughtUp: true, records: 10 }]);
    vi.advanceTimersByTime(1);
    expect(events.at(-1)).toEqual({ caughtUp: false, records: 10 });
    progress.handle(batch(5, 0));
    expect(events.at(-1)).toEqual({ caughtUp: true, records: 15 });
  });

  it('says nothing of a batch that is handled within a second, or that is empty', () => {
    progress.handle(batch(10, 0));
    progress.deliver(batch(1, 0));
    progress.handle(batch(1, 0));
    progress.deliver(batch(0, 0));
    vi.advanceTimersByTime(60_000);
    expect(events).toHaveLength(1);
  });
});

describe('the end of a shard', () => {
  it('tells how many records were handled and which checkpoint counts', () => {
    expect(progress.ended('eof')).toEqual({ type: 'ended', shardId, reason: 'eof', records: 0 });
    progress.deliver(batch(3, 0));
    progress.handle(batch(3, 0));
    progress.acknowledge({ action: 'checkpoint' }, false);
    const checkpoint = { sequenceNumber: '2', subSequenceNumber: 0 };
    expect(progress.ended('leaseLost')).toMatchObject({ records: 3, checkpoint });
    expect(progress.shardEndAcknowledged).toBe(false);
    progress.acknowledge({ action: 'checkpoint' }, true);
    expect(progress.shardEndAcknowledged).toBe(true);
  });
});
