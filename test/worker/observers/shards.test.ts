import { beforeEach, describe, expect, it } from 'vitest';
import type { WorkerEvents } from '../../../src/worker/event-bus.js';
import { createShards, type Shards } from '../../../src/worker/observers/shards.js';
import { createEvents } from '../support/events.js';

const first = 'shardId-000000000000';
const second = 'shardId-000000000001';
const reported = { untilCaughtUp: false, reported: true };

describe('the shards of a worker', () => {
  let events: WorkerEvents;
  let shards: Shards;

  beforeEach(() => {
    events = createEvents();
    shards = createShards(events);
  });

  it('are read by a processor that was initialised and has not ended', () => {
    events.emit({ type: 'shardAssigned', shardId: first });
    events.emit({ type: 'shardAssigned', shardId: second });
    expect(shards.withoutProcessor).toEqual([first, second]);
    expect(shards.isReading({ but: new Set(), ...reported })).toBe(false);
    events.emit({ type: 'shardInitialised', shardId: first, sequenceNumber: null });
    expect(shards.withoutProcessor).toEqual([second]);
    expect(shards.isReading({ but: new Set([second]), ...reported })).toBe(true);
    expect(shards.isReading({ but: new Set([first]), ...reported })).toBe(false);
    events.emit({ type: 'shardEnded', shardId: first, reason: 'leaseLost', records: 1 });
    expect(shards.isReading({ but: new Set(), ...reported })).toBe(false);
    // Given back to this worker later, it has to be initialised anew.
    events.emit({ type: 'shardAssigned', shardId: first });
    expect(shards.withoutProcessor).toEqual([first, second]);
  });

  it('have a processor that was initialised, though the report comes before the line that tells of the shard', () => {
    events.emit({ type: 'shardInitialised', shardId: first, sequenceNumber: null });
    events.emit({ type: 'shardAssigned', shardId: first });
    expect(shards.withoutProcessor).toEqual([]);
  });

  it('go on being read when the processor from before the lease was lost ends after the next one has begun', () => {
    events.emit({ type: 'shardInitialised', shardId: first, sequenceNumber: null });
    events.emit({ type: 'shardInitialised', shardId: first, sequenceNumber: null });
    events.emit({ type: 'shardEnded', shardId: first, reason: 'leaseLost', records: 0 });
    events.emit({ type: 'progress', shardId: first, caughtUp: true, millisBehindLatest: 0, records: 3 });
    expect(shards.all).toMatchObject([{ shardId: first, running: true, caughtUp: true, records: 3 }]);
  });

  it('go on being read when that processor ends after the next one has caught up, and both have handled records', () => {
    events.emit({ type: 'shardInitialised', shardId: first, session: 'one', sequenceNumber: null });
    events.emit({ type: 'shardInitialised', shardId: first, session: 'two', sequenceNumber: null });
    const caughtUp = { caughtUp: true, millisBehindLatest: 0 };
    events.emit({ type: 'progress', shardId: first, session: 'two', ...caughtUp, records: 3 });
    events.emit({ type: 'shardEnded', shardId: first, session: 'one', reason: 'leaseLost', records: 2 });
    expect(shards.all).toEqual([{ shardId: first, running: true, caughtUp: true, records: 5 }]);
    events.emit({
      type: 'shardEnded',
      shardId: first,
      session: 'two',
      reason: 'shutdownRequested',
      records: 4,
    });
    expect(shards.all).toMatchObject([{ running: false, endReason: 'shutdownRequested', records: 6 }]);
  });

  it('that have caught up are read no further in a run that ends then', () => {
    events.emit({ type: 'shardInitialised', shardId: first, sequenceNumber: null });
    events.emit({ type: 'progress', shardId: first, caughtUp: true, millisBehindLatest: 0, records: 3 });
    expect(shards.isReading({ but: new Set(), untilCaughtUp: false, reported: true })).toBe(true);
    expect(shards.isReading({ but: new Set(), untilCaughtUp: true, reported: true })).toBe(false);
  });

  it('of a program that reports nothing are taken to be read, but for those in trouble', () => {
    const silent = { untilCaughtUp: false, reported: false };
    expect(shards.isReading({ but: new Set(), ...silent })).toBe(false);
    events.emit({ type: 'shardAssigned', shardId: first });
    expect(shards.isReading({ but: new Set(), ...silent })).toBe(true);
    expect(shards.isReading({ but: new Set([first]), ...silent })).toBe(false);
  });

  it('have the last checkpoint that was acknowledged, inside an aggregated record too', () => {
    const at = { sequenceNumber: '49', subSequenceNumber: 2 };
    events.emit({ type: 'checkpoint', shardId: first, ...at });
    events.emit({ type: 'shardEnded', shardId: first, reason: 'leaseLost', records: 3, checkpoint: at });
    expect(shards.all).toEqual([
      {
        shardId: first,
        running: false,
        records: 3,
        caughtUp: false,
        checkpoint: '49/2',
        endReason: 'leaseLost',
      },
    ]);
  });

  it('have all ended only when the scheduler stops', () => {
    events.emit({ type: 'shardInitialised', shardId: first, sequenceNumber: null });
    events.emit({ type: 'shardEnded', shardId: first, reason: 'shutdownRequested', records: 0 });
    expect(shards.ended).toBe(false);
    events.emit({ type: 'schedulerStopping' });
    expect(shards.ended).toBe(true);
  });

  it('are gone when java has ended', () => {
    events.emit({ type: 'shardAssigned', shardId: first });
    events.emit({ type: 'shardInitialised', shardId: first, sequenceNumber: null });
    events.emit({ type: 'ended', outcome: undefined });
    expect([shards.started, shards.all, shards.withoutProcessor]).toEqual([false, [], []]);
  });
});
