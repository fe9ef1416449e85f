import { describe, expect, it } from 'vitest';
import { createShards } from '../../../src/worker/observers/shards.js';

const first = 'shardId-000000000000';
const second = 'shardId-000000000001';
const reported = { untilCaughtUp: false, reported: true };

describe('the shards of a worker', () => {
  it('are read by a processor that was initialised and has not ended', () => {
    const shards = createShards();
    shards.noteStarted(first);
    shards.noteStarted(second);
    expect(shards.withoutProcessor).toEqual([first, second]);
    expect(shards.isReading({ but: new Set(), ...reported })).toBe(false);
    shards.apply({ type: 'initialized', shardId: first, sequenceNumber: null });
    expect(shards.withoutProcessor).toEqual([second]);
    expect(shards.isReading({ but: new Set([second]), ...reported })).toBe(true);
    expect(shards.isReading({ but: new Set([first]), ...reported })).toBe(false);
    shards.apply({ type: 'ended', shardId: first, reason: 'leaseLost', records: 1 });
    expect(shards.isReading({ but: new Set(), ...reported })).toBe(false);
    // Given back to this worker later, it has to be initialised anew.
    shards.noteStarted(first);
    expect(shards.withoutProcessor).toEqual([first, second]);
  });

  it('that have caught up are read no further in a run that ends then', () => {
    const shards = createShards();
    shards.apply({ type: 'initialized', shardId: first, sequenceNumber: null });
    shards.apply({ type: 'progress', shardId: first, caughtUp: true, millisBehindLatest: 0, records: 3 });
    expect(shards.isReading({ but: new Set(), untilCaughtUp: false, reported: true })).toBe(true);
    expect(shards.isReading({ but: new Set(), untilCaughtUp: true, reported: true })).toBe(false);
    expect([shards.recordsOf(first), shards.recordsOf(second)]).toEqual([3, 0]);
  });

  it('of a program that reports nothing are taken to be read, but for those in trouble', () => {
    const shards = createShards();
    const silent = { untilCaughtUp: false, reported: false };
    expect(shards.isReading({ but: new Set(), ...silent })).toBe(false);
    shards.noteStarted(first);
    expect(shards.isReading({ but: new Set(), ...silent })).toBe(true);
    expect(shards.isReading({ but: new Set([first]), ...silent })).toBe(false);
  });
});
