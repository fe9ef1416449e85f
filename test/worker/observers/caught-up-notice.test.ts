import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkerEvents } from '../../../src/worker/event-bus.js';
import { noticeCaughtUp } from '../../../src/worker/observers/caught-up-notice.js';
import { createShards } from '../../../src/worker/observers/shards.js';
import { createEvents } from '../support/events.js';

const first = 'shardId-000000000000';
const second = 'shardId-000000000001';
describe('a worker that has caught up', () => {
  /** Of how many shards it was said, each time. */
  let said: number[];
  let events: WorkerEvents;
  let stop: AbortController;
  let at: number;

  let complete: (records: number) => void;

  beforeEach(async () => {
    vi.useFakeTimers();
    said = [];
    at = 0;
    stop = new AbortController();
    events = createEvents();
    const shards = createShards(events);
    const records = new Promise<number>((resolve) => (complete = resolve));
    noticeCaughtUp({ events, shards, complete: records, stop: stop.signal, now: () => at });
    events.subscribe('a test', { caughtUp: (event) => void said.push(event.shards) });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  async function put(records: number): Promise<void> {
    complete(records);
    await Promise.resolve();
  }

  function pass(millis: number): void {
    at += millis;
    vi.advanceTimersByTime(millis);
  }

  function begin(shardId: string): void {
    events.emit({ type: 'shardInitialised', shardId, sequenceNumber: null });
  }

  function progress(shardId: string, caughtUp: boolean): void {
    events.emit({ type: 'progress', shardId, caughtUp, millisBehindLatest: caughtUp ? 0 : 9, records: 1 });
  }

  it('says so once, when all of its shards have caught up', async () => {
    await put(0);
    events.emit({ type: 'shardAssigned', shardId: first });
    events.emit({ type: 'shardAssigned', shardId: second });
    begin(first);
    progress(first, true);
    pass(5_000);
    expect(said).toEqual([]);
    begin(second);
    pass(5_000);
    progress(second, true);
    pass(1_000);
    progress(first, true);
    pass(60_000);
    expect(said).toEqual([2]);
  });

  it('says nothing of a moment without records, when more are read at once', async () => {
    await put(0);
    begin(first);
    progress(first, true);
    pass(900);
    progress(first, false);
    pass(60_000);
    expect(said).toEqual([]);
  });

  it('says so again only after a shard was behind for half a minute', async () => {
    await put(0);
    begin(first);
    progress(first, true);
    pass(1_000);
    for (let round = 0; round < 10; round++) {
      progress(first, false);
      pass(20_000);
      progress(first, true);
      pass(20_000);
    }
    expect(said).toEqual([1]);
    progress(first, false);
    pass(30_000);
    progress(first, true);
    pass(1_000);
    expect(said).toEqual([1, 1]);
  });

  it('counts the shards that it still has', async () => {
    await put(0);
    begin(first);
    begin(second);
    progress(first, true);
    events.emit({ type: 'shardEnded', shardId: second, reason: 'leaseLost', records: 1 });
    pass(1_000);
    expect(said).toEqual([1]);
  });

  it('has not caught up before it was given what --local puts into the stream', async () => {
    begin(first);
    progress(first, true);
    pass(60_000);
    await put(1);
    pass(60_000);
    expect(said).toEqual([1]);
  });

  it('waits for all the records that --local has put', async () => {
    await put(2);
    begin(first);
    progress(first, true);
    pass(60_000);
    expect(said).toEqual([]);
  });

  it('says nothing once it is to stop', async () => {
    await put(0);
    begin(first);
    progress(first, true);
    stop.abort();
    pass(5_000);
    expect(said).toEqual([]);
  });

  it('says so for the next daemon, too', async () => {
    await put(0);
    begin(first);
    progress(first, true);
    pass(1_000);
    events.emit({ type: 'ended', outcome: undefined });
    begin(first);
    progress(first, true);
    pass(1_000);
    expect(said).toHaveLength(2);
  });
});
