import { describe, expect, it } from 'vitest';
import type { ActivityEvent } from '../../../src/child/event.js';
import { createBoard } from '../../../src/worker/observers/board.js';
import { createEvents } from '../support/events.js';

const shardId = 'shardId-000000000000';
const names = { workerId: 'me', stream: 'words', application: 'MyApp' };

function start() {
  const events = createEvents();
  let now = 1_000_000;
  const board = createBoard(events, { ...names, now: () => now });
  const activity = (counts: Partial<ActivityEvent>): void =>
    events.emit({
      ...{ type: 'activity', shardId, records: 0, bytes: 0, batches: 0, millisBehindLatest: 0 },
      ...{ busyMs: 0, durations: [], checkpoints: 0, checkpointErrors: {}, ...counts },
    });
  const shard = () => board.snapshot().shards.find((one) => one.shardId === shardId);
  return {
    ...{ events, board, activity, shard },
    pass: (ms: number) => void (now += ms),
    initialise: () => events.emit({ type: 'shardInitialised', shardId, sequenceNumber: 'TRIM_HORIZON' }),
  };
}

describe('the board of a worker', () => {
  it('knows a shard from its assignment to its end, and forgets it a minute later', () => {
    const { events, board, shard, pass, initialise } = start();
    events.emit({ type: 'started', pid: 1 });
    expect(board.snapshot()).toMatchObject({ ...names, java: 'starting', restarts: 0, shards: [] });
    events.emit({ type: 'schedulerInitialised' });
    events.emit({ type: 'shardAssigned', shardId });
    expect(shard()).toMatchObject({ state: 'starting' });
    initialise();
    expect(shard()).toMatchObject({ state: 'reading', since: 1_000_000 });
    pass(10);
    events.emit({ type: 'progress', shardId, caughtUp: true, millisBehindLatest: 0, records: 1 });
    expect(shard()).toMatchObject({ state: 'caught up', since: 1_000_010 });
    events.emit({ type: 'shardEnded', shardId, reason: 'leaseLost', records: 1 });
    expect(shard()).toMatchObject({ state: 'ended', endReason: 'leaseLost' });
    pass(60_001);
    expect(board.snapshot()).toMatchObject({ java: 'running', shards: [] });
  });

  it('takes the rates over five seconds, and has none when nothing comes any more', () => {
    const { board, shard, activity, pass, initialise } = start();
    initialise();
    for (let second = 1; second <= 20; second++) {
      pass(1000);
      activity({ records: second * 100, bytes: second * 1000 });
    }
    expect(shard()).toMatchObject({ recordsPerSecond: 100, bytesPerSecond: 1000, records: 2000 });
    expect(board.snapshot()).toMatchObject({ recordsPerSecond: 100, bytesPerSecond: 1000 });
    pass(5000);
    expect(shard()).toMatchObject({ recordsPerSecond: 0, records: 2000 });
  });

  it('gives the lag of the last minute, second by second', () => {
    const { shard, activity, pass, initialise } = start();
    initialise();
    activity({ millisBehindLatest: 9000 });
    pass(2000);
    activity({ millisBehindLatest: 4000 });
    pass(1000);
    expect(shard()?.trend.slice(-5)).toEqual([null, 9000, 9000, 4000, 4000]);
    expect(shard()?.trend).toHaveLength(60);
  });

  it('adds up what the processors of a shard did one after the other', () => {
    const { shard, activity, initialise } = start();
    initialise();
    activity({ records: 5, bytes: 50, checkpointErrors: { ThrottlingException: 2 } });
    initialise();
    activity({ records: 2, bytes: 20, checkpointErrors: { ThrottlingException: 1 } });
    activity({ records: 3, bytes: 30, checkpointErrors: { ThrottlingException: 1 } });
    expect(shard()).toMatchObject({ records: 8, bytes: 80, checkpointErrors: 3 });
  });

  it('counts errors, and keeps the last', () => {
    const { events, board, shard, initialise } = start();
    initialise();
    events.emit({ type: 'warning', shardId, message: 'slow' });
    events.emit({ type: 'warning', shardId, message: 'passed over', stack: 'Error' });
    expect(shard()).toMatchObject({ state: 'reading', errors: 1, lastError: 'passed over' });
    events.emit({ type: 'hostEnded', shardIds: [shardId], how: 'was killed by SIGKILL' });
    expect(shard()).toMatchObject({
      state: 'failed',
      errors: 2,
      lastError: 'its process was killed by SIGKILL',
    });
    events.emit({ type: 'ended', outcome: undefined });
    events.emit({ type: 'started', pid: 2 });
    events.emit({ type: 'started', pid: 3 });
    expect(board.snapshot()).toMatchObject({ java: 'starting', restarts: 1 });
  });
});
