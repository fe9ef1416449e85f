import { describe, expect, it, vi } from 'vitest';
import type { RecordProcessor } from '../../src/processor/record-processor.js';
import { batch, driveSession, shardId, status } from './support/drive-session.js';

const idle: RecordProcessor = { processRecords: () => undefined };

const fail = (): never => {
  throw new RangeError('that did not work');
};
const failLater = async (): Promise<void> => {
  await Promise.resolve();
  fail();
};

describe('the error policy: a method that throws', () => {
  it('processRecords is tried again with the same records as often as the policy says', async () => {
    const seen: string[][] = [];
    const { initialize, call, warnings, session } = driveSession(
      {
        processRecords({ records }) {
          seen.push(records.map((record) => record.text()));
          if (seen.length < 3) fail();
        },
      },
      { onError: { retry: 2 } },
    );
    await initialize();
    const answer = call(batch('a', 'b'));
    expect(await answer).toEqual(status('processRecords'));
    expect(seen).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(warnings()).toEqual([
      expect.stringMatching(/retry 1 of 2/),
      expect.stringMatching(/retry 2 of 2/),
    ]);
    expect(session.over).toBe(false);
  });

  it('processRecords ends the worker when its retries are used up', async () => {
    const processRecords = vi.fn(failLater);
    const { initialize, send, session } = driveSession({ processRecords }, { onError: { retry: 3 } });
    await initialize();
    send(batch('a'));
    expect(await session.outcome).toMatchObject({ failed: true });
    expect(processRecords).toHaveBeenCalledTimes(4);
  });

  it('processRecords is logged and passed over when the policy is to skip', async () => {
    const { initialize, call, events } = driveSession({ processRecords: failLater }, { onError: 'skip' });
    await initialize();
    expect(await call(batch('a'))).toEqual(status('processRecords'));
    expect(events.at(-1)).toMatchObject({
      type: 'warning',
      stack: expect.stringContaining('that did not work') as string,
    });
  });

  it('initialize fails even when the policy is to skip: there is no processor to go on with', async () => {
    const { initialize, session } = driveSession({ ...idle, initialize: fail }, { onError: 'skip' });
    void initialize();
    expect(await session.outcome).toMatchObject({ failed: true });
  });

  it('makes the processor once, also when initialize is tried again', async () => {
    const initialize = vi
      .fn(() => undefined)
      .mockImplementationOnce(() => {
        throw new Error('not yet');
      });
    const create = vi.fn(() => ({ ...idle, initialize }));
    const driven = driveSession(create, { onError: { retry: 1 } });
    const answer = driven.initialize();
    expect(await answer).toEqual(status('initialize'));
    expect(create).toHaveBeenCalledExactlyOnceWith({ shardId });
    expect(initialize).toHaveBeenCalledTimes(2);
  });
});

describe('a method that does not settle', () => {
  it('is warned about every 60 seconds', async () => {
    vi.useFakeTimers();
    try {
      const { initialize, send, warnings } = driveSession({
        processRecords: () => new Promise(() => undefined),
      });
      await initialize();
      send(batch('a'));
      await vi.advanceTimersByTimeAsync(59_000);
      expect(warnings()).toEqual([]);
      await vi.advanceTimersByTimeAsync(62_000);
      expect(warnings()).toEqual([
        'processRecords has not finished for 60 s; the shard waits for it',
        'processRecords has not finished for 120 s; the shard waits for it',
      ]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a limit for each call', () => {
  it('ends the session when a method takes longer', async () => {
    const { initialize, send, events, session } = driveSession(
      { processRecords: () => new Promise<void>(() => undefined) },
      { timeoutMs: 20 },
    );
    await initialize();
    send(batch('a'));
    expect(await session.outcome).toMatchObject({ failed: true });
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      shardId,
      during: 'processRecords',
      name: 'TimeoutError',
      message: 'it did not finish within 0.02 s',
      stack: expect.stringContaining('TimeoutError: it did not finish') as string,
    });
  });

  it('counts anew with each call, and not between them', async () => {
    vi.useFakeTimers();
    try {
      const { initialize, call, events } = driveSession(
        { processRecords: () => new Promise<void>((resolve) => void setTimeout(resolve, 700)) },
        { timeoutMs: 1_000 },
      );
      await initialize();
      for (let calls = 0; calls < 3; calls++) {
        const answer = call(batch('a'));
        await vi.advanceTimersByTimeAsync(700);
        expect(await answer).toEqual(status('processRecords'));
        await vi.advanceTimersByTimeAsync(5_000);
      }
      expect(events.filter(({ type }) => type === 'failed')).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});
