import { beforeEach, describe, expect, it } from 'vitest';
import type { WorkerEvents } from '../../../src/worker/event-bus.js';
import { watchHealth } from '../../../src/worker/observers/health.js';
import { createShards, type Shards } from '../../../src/worker/observers/shards.js';
import { createEvents } from '../support/events.js';

const shardId = 'shardId-000000000000';

describe('watchHealth', () => {
  let events: WorkerEvents;
  let shards: Shards;

  beforeEach(() => {
    events = createEvents();
    shards = createShards(events);
  });

  function initialise(): void {
    events.emit({ type: 'shardInitialised', shardId, sequenceNumber: 'TRIM_HORIZON' });
  }

  function progress(records: number, caughtUp: boolean): void {
    events.emit({ type: 'progress', shardId, caughtUp, records, millisBehindLatest: caughtUp ? 0 : 1000 });
  }

  it('is not ready before a shard is initialised, nor after the last has ended', () => {
    const watch = watchHealth({ events, shards, stallAfterMs: 1000, now: () => 0 });
    expect(watch.health()).toMatchObject({ ready: false, live: true });
    initialise();
    expect(watch.health().ready).toBe(true);
    events.emit({ type: 'shardEnded', shardId, reason: 'leaseLost', records: 0 });
    expect(watch.health().ready).toBe(false);
  });

  it('is not live when records wait and none was handled for the set time, until one is', () => {
    let now = 0;
    const watch = watchHealth({ events, shards, stallAfterMs: 1000, now: () => now });
    initialise();
    progress(10, false);
    now = 999;
    expect(watch.health().live).toBe(true);
    now = 1000;
    expect(watch.health().live).toBe(false);
    progress(11, false);
    expect(watch.health().live).toBe(true);
  });

  it('stays live for any time when no records wait', () => {
    let now = 0;
    const watch = watchHealth({ events, shards, stallAfterMs: 1000, now: () => now });
    initialise();
    progress(10, true);
    now = 1e9;
    expect(watch.health().live).toBe(true);
    progress(10, false);
    expect(watch.health().live).toBe(true);
  });

  it('is not ready when java has ended, though its processors had no time to say so', () => {
    const watch = watchHealth({ events, shards, stallAfterMs: 1000, now: () => 0 });
    initialise();
    events.emit({ type: 'ended', outcome: { kind: 'killed', signal: 'SIGKILL' } });
    expect(watch.health()).toEqual({ ready: false, live: true, shards: [] });
    initialise();
    expect(watch.health().ready).toBe(true);
  });
});
