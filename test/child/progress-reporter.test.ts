import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgressEvent } from '../../src/child/event.js';
import { ProgressReporter } from '../../src/child/progress-reporter.js';

const shardId = 'shardId-000000000000';
let events: Pick<ProgressEvent, 'caughtUp' | 'records'>[];
let reporter: ProgressReporter;

beforeEach(() => {
  vi.useFakeTimers();
  events = [];
  reporter = new ProgressReporter(({ caughtUp, records }) => events.push({ caughtUp, records }));
});
afterEach(() => {
  vi.useRealTimers();
});

const batch = (records: number, millisBehindLatest: number) => ({ shardId, records, millisBehindLatest });

describe('the progress of a shard', () => {
  it('is told when it catches up or falls behind, and once a second between', () => {
    reporter.handled(batch(10, 500));
    reporter.handled(batch(20, 400));
    vi.advanceTimersByTime(1000);
    reporter.handled(batch(30, 300));
    reporter.handled(batch(40, 0));
    reporter.handled(batch(50, 0));
    vi.advanceTimersByTime(1000);
    reporter.handled(batch(50, 0));
    expect(events).toEqual([
      { caughtUp: false, records: 10 },
      { caughtUp: false, records: 30 },
      { caughtUp: true, records: 40 },
      { caughtUp: true, records: 50 },
    ]);
  });

  it('is no longer that it has caught up while a batch takes more than a second', () => {
    reporter.handled(batch(10, 0));
    reporter.begin(batch(10, 0));
    vi.advanceTimersByTime(999);
    expect(events).toEqual([{ caughtUp: true, records: 10 }]);
    vi.advanceTimersByTime(1);
    expect(events.at(-1)).toEqual({ caughtUp: false, records: 10 });
    reporter.handled(batch(15, 0));
    expect(events.at(-1)).toEqual({ caughtUp: true, records: 15 });
  });

  it('says nothing of a batch that is handled within a second', () => {
    reporter.handled(batch(10, 0));
    reporter.begin(batch(10, 0));
    reporter.handled(batch(11, 0));
    vi.advanceTimersByTime(60_000);
    expect(events).toHaveLength(1);
  });
});
