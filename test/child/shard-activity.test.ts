import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeMessage } from '../../src/child/codec.js';
import type { ActivityEvent } from '../../src/child/event.js';
import type { ProcessRecordsMessage } from '../../src/child/messages.js';
import { ShardActivity } from '../../src/child/shard-activity.js';

const shardId = 'shardId-000000000000';
let events: ActivityEvent[];
let activity: ShardActivity;

beforeEach(() => {
  vi.useFakeTimers();
  events = [];
  activity = new ShardActivity(shardId, (event) => events.push(event));
});
afterEach(() => {
  vi.useRealTimers();
});

function batch(texts: readonly string[], millisBehindLatest: number): ProcessRecordsMessage {
  const records = texts.map((text, index) => ({
    data: Buffer.from(text).toString('base64'),
    partitionKey: 'key',
    sequenceNumber: String(index),
    approximateArrivalTimestamp: 1,
    subSequenceNumber: 0,
    action: 'record',
  }));
  const line = JSON.stringify({ action: 'processRecords', records, millisBehindLatest });
  return decodeMessage(Buffer.from(line), () => () => undefined) as ProcessRecordsMessage;
}

function handle(texts: readonly string[], millisBehindLatest: number, tookMs = 0): void {
  const message = batch(texts, millisBehindLatest);
  activity.deliver(message);
  vi.advanceTimersByTime(tookMs);
  message.release();
  activity.handle(message);
}

describe('the activity of a shard', () => {
  it('counts records, the bytes of their data, batches and how long they took', () => {
    handle(['', 'a', 'bc'], 500, 7);
    handle(['déjà', 'four'], 400, 2000);
    handle([], 0);
    activity.flush();
    const durations = Array.from({ length: 15 }, () => 0);
    durations[2] = durations[9] = 1;
    expect(events.at(-1)).toEqual({
      ...{ type: 'activity', shardId, records: 5, bytes: 13, batches: 2 },
      ...{ millisBehindLatest: 0, busyMs: 2007, durations, checkpoints: 0, checkpointErrors: {} },
    });
  });

  it('counts the bytes of data that the processor has read, too', () => {
    const message = batch(['four', 'data'], 0);
    expect(message.records[0]?.text()).toBe('four');
    activity.deliver(message);
    activity.handle(message);
    expect(events).toMatchObject([{ bytes: 8 }]);
  });

  it('is told at once, then once a second, and not while nothing changes', () => {
    handle(['a'], 500);
    handle(['a'], 400);
    handle(['a'], 400);
    expect(events.map(({ records }) => records)).toEqual([1]);
    vi.advanceTimersByTime(1000);
    expect(events.map(({ records }) => records)).toEqual([1, 3]);
    vi.advanceTimersByTime(60_000);
    handle([], 400);
    expect(events).toHaveLength(2);
    handle([], 300);
    expect(events.map(({ millisBehindLatest }) => millisBehindLatest)).toEqual([500, 400, 300]);
  });

  it('tells of checkpoints, and of each that was refused by its error', () => {
    activity.acknowledge({ sequenceNumber: '7', subSequenceNumber: 2 });
    activity.refuse('ThrottlingException');
    activity.refuse('ThrottlingException');
    activity.refuse('ShutdownException');
    activity.flush();
    expect(events.at(-1)).toMatchObject({
      checkpoints: 1,
      checkpoint: { sequenceNumber: '7', subSequenceNumber: 2, at: expect.any(Number) as number },
      checkpointErrors: { ThrottlingException: 2, ShutdownException: 1 },
    });
  });
});
