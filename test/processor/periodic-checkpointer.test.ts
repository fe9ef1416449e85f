import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CheckpointError } from '../../src/processor/checkpoint-error.js';
import type { Checkpointer, RetryOptions } from '../../src/processor/checkpointer.js';
import { periodicCheckpointer } from '../../src/processor/periodic-checkpointer.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Notes what it is asked; fails with the errors it was given first. */
function recording(...errors: string[]) {
  const asked: unknown[] = [];
  const retries: RetryOptions[] = [];
  const checkpointer: Checkpointer = {
    checkpoint(position?: unknown) {
      asked.push(position);
      const error = errors.shift();
      if (error === undefined) return Promise.resolve();
      return Promise.reject(new CheckpointError(error, error, { shardId: 'shardId-0', attempts: 5 }));
    },
    withRetry(retry) {
      retries.push(retry);
      return checkpointer;
    },
  };
  return { asked, retries, checkpointer };
}

describe('a periodic checkpointer', () => {
  it('checkpoints the largest pair that is done, once the time is there', async () => {
    const periodic = periodicCheckpointer({ everyMs: 60_000 });
    const { asked, checkpointer } = recording();
    periodic.done({ sequenceNumber: '10', subSequenceNumber: 4 });
    periodic.done({ sequenceNumber: '9', subSequenceNumber: 7 });
    periodic.done({ sequenceNumber: '10', subSequenceNumber: 1 });
    vi.advanceTimersByTime(59_999);
    await periodic.checkpointIfDue(checkpointer);
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(1);
    await periodic.checkpointIfDue(checkpointer);
    await periodic.checkpointIfDue(checkpointer);
    expect(asked).toEqual([{ sequenceNumber: '10', subSequenceNumber: 4 }]);
  });

  it('does not checkpoint the same place twice', async () => {
    const periodic = periodicCheckpointer();
    const { asked, checkpointer } = recording();
    await periodic.checkpointNow(checkpointer);
    periodic.done({ sequenceNumber: '1' });
    await periodic.checkpointNow(checkpointer);
    await periodic.checkpointNow(checkpointer);
    expect(asked).toEqual([{ sequenceNumber: '1', subSequenceNumber: 0 }]);
  });

  it('tries five times, five seconds apart, unless told otherwise', async () => {
    const { retries, checkpointer } = recording();
    for (const options of [{}, { attempts: 2, delayMs: 100 }]) {
      const periodic = periodicCheckpointer(options);
      periodic.done({ sequenceNumber: '1' });
      await periodic.checkpointNow(checkpointer);
    }
    expect(retries).toEqual([
      { attempts: 5, delayMs: 5_000, maxDelayMs: 5_000, jitter: 0 },
      { attempts: 2, delayMs: 100, maxDelayMs: 100, jitter: 0 },
    ]);
  });

  it('gives up on a throttled one until the next time, and says so', async () => {
    const onGivenUp = vi.fn();
    const periodic = periodicCheckpointer({ everyMs: 0, onGivenUp });
    const { asked, checkpointer } = recording('ThrottlingException');
    periodic.done({ sequenceNumber: '1' });
    await periodic.checkpointIfDue(checkpointer);
    expect(onGivenUp).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'ThrottlingException' }),
    );
    await periodic.checkpointIfDue(checkpointer);
    expect(asked).toHaveLength(2);
  });

  it('passes on every other error, and each of checkpointNow', async () => {
    const periodic = periodicCheckpointer({ everyMs: 0 });
    const { checkpointer } = recording('ShutdownException', 'ThrottlingException');
    periodic.done({ sequenceNumber: '1' });
    await expect(periodic.checkpointIfDue(checkpointer)).rejects.toMatchObject({ code: 'ShutdownException' });
    await expect(periodic.checkpointNow(checkpointer)).rejects.toMatchObject({ code: 'ThrottlingException' });
  });

  it('refuses options out of range', () => {
    expect(() => periodicCheckpointer({ everyMs: -1 })).toThrow('everyMs is -1');
    expect(() => periodicCheckpointer({ attempts: 0 })).toThrow('attempts is 0');
  });
});
