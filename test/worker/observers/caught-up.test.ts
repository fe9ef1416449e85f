import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkerEvents } from '../../../src/worker/event-bus.js';
import { watchUntilCaughtUp, type CaughtUpWatch } from '../../../src/worker/observers/caught-up.js';
import { createShards } from '../../../src/worker/observers/shards.js';
import { createEvents } from '../support/events.js';

const first = 'shardId-000000000000';
const second = 'shardId-000000000001';

describe('a worker that runs until it has caught up', () => {
  let events: WorkerEvents;
  let watch: CaughtUpWatch;
  let complete: (records: number) => void;
  /** The shards that had caught up, each time that AWS was asked. */
  let asked: string[][];
  let answer: () => Promise<boolean>;
  let errors: unknown[];
  let done: boolean;

  beforeEach(() => {
    vi.useFakeTimers();
    events = createEvents();
    asked = [];
    errors = [];
    done = false;
    answer = () => Promise.resolve(true);
    watch = watchUntilCaughtUp({
      events,
      shards: createShards(events),
      complete: new Promise((resolve) => (complete = resolve)),
      confirm(caughtUp) {
        asked.push([...caughtUp]);
        return answer();
      },
      onError: (error) => void errors.push(error),
      onDone: () => void (done = true),
    });
  });

  afterEach(() => {
    watch.end();
    vi.useRealTimers();
  });

  const aSecond = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1_000);

  function begin(shardId: string, session = 'only'): void {
    events.emit({ type: 'shardInitialised', shardId, session, sequenceNumber: null });
  }

  function progress(shardId: string, caughtUp: boolean, records: number, session = 'only'): void {
    events.emit({ type: 'progress', shardId, session, caughtUp, records, millisBehindLatest: 0 });
  }

  it('asks AWS only when each of its shards has caught up', async () => {
    complete(0);
    begin(first);
    begin(second);
    progress(first, true, 1);
    await aSecond();
    expect([asked, done]).toEqual([[], false]);
    progress(second, true, 1);
    await aSecond();
    expect([asked, done]).toEqual([[[first, second]], true]);
  });

  it('waits until it was given all records that this run puts into the stream', async () => {
    begin(first);
    progress(first, true, 0);
    await aSecond();
    complete(2);
    progress(first, true, 1);
    await aSecond();
    expect(asked).toEqual([]);
    progress(first, true, 2);
    await aSecond();
    expect(done).toBe(true);
  });

  it('counts what the processors before have handled, after a lost lease or a change of the processor', async () => {
    complete(5);
    begin(first, 'one');
    progress(first, true, 2, 'one');
    events.emit({ type: 'shardEnded', shardId: first, session: 'one', reason: 'leaseLost', records: 3 });
    begin(first, 'two');
    progress(first, true, 1, 'two');
    begin(first, 'three');
    progress(first, true, 0, 'three');
    await aSecond();
    expect(asked).toEqual([]);
    progress(first, true, 1, 'three');
    await aSecond();
    expect([asked, done]).toEqual([[[first]], true]);
  });

  it('expects no more records of another java, which goes on where the first was', async () => {
    complete(5);
    begin(first);
    progress(first, false, 3);
    await aSecond();
    events.emit({ type: 'ended', outcome: { kind: 'exited', exitCode: 1 } });
    begin(first);
    progress(first, true, 2);
    await aSecond();
    expect([asked, done]).toEqual([[[first]], true]);
  });

  it('goes on when AWS says that something is left, or does not answer, and asks once at a time', async () => {
    complete(0);
    begin(first);
    progress(first, true, 1);
    answer = () => Promise.resolve(false);
    await aSecond();
    const failure = new Error('throttled');
    answer = () => Promise.reject(failure);
    await aSecond();
    expect([asked.length, done, errors]).toEqual([2, false, [failure]]);
    let say: (isLeft: boolean) => void = () => undefined;
    answer = () => new Promise((resolve) => (say = resolve));
    await aSecond();
    await aSecond();
    expect(asked.length).toBe(3);
    say(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toBe(true);
  });

  it('does not complain of a question that is still open at its end', async () => {
    complete(0);
    let fail: (error: Error) => void = () => undefined;
    answer = () => new Promise((_, reject) => (fail = reject));
    await aSecond();
    watch.end();
    fail(new Error('socket closed'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect([asked.length, errors]).toEqual([1, []]);
  });
});
