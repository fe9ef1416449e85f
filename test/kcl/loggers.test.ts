import { describe, expect, it } from 'vitest';
import { isHarmless, isRoutine, loggers } from '../../src/kcl/loggers.js';

describe("the daemon's words about a processor that has failed", () => {
  it.each([
    [
      loggers.protocol,
      'Failed to get status message for processRecords action for shard shardId-000000000000',
    ],
    [loggers.shardProcessor, 'Encountered an error while trying to process records'],
    [loggers.shardProcessor, 'Child process failed to complete shutdown notification.'],
  ])('are for --log-level debug: %s', (logger, message) => {
    expect(isRoutine({ level: 'error', logger, message })).toBe(true);
  });

  it('are shown when they are about anything else', () => {
    expect(isRoutine({ level: 'error', logger: loggers.protocol, message: 'Something new' })).toBe(false);
    expect(
      isRoutine({ level: 'error', logger: loggers.scheduler, message: 'Encountered an error while' }),
    ).toBe(false);
  });
});

describe('a part of java that it interrupts itself, as at a stop', () => {
  const polling = 'software.amazon.kinesis.retrieval.polling';
  const unexpected =
    'words:shardId-000000000000 :  Unexpected exception was thrown. This could probably be an issue or a bug.';
  const interrupted = { summary: 'RuntimeException: java.lang.InterruptedException ← InterruptedException' };
  const publisher = `${polling}.PrefetchRecordsPublisher`;

  it.each([
    ['error', publisher, unexpected, interrupted],
    ['warn', publisher, 'words:shardId-000000000000 : Prefetch thread was interrupted.', undefined],
    [
      'error',
      `${polling}.AsynchronousGetRecordsRetrievalStrategy`,
      'Thread was interrupted',
      { summary: 'InterruptedException' },
    ],
    [
      'warn',
      loggers.leaseAssignment,
      'Failed to load : software.amazon.kinesis.coordinator.assignment.LeaseAssignmentManager$InMemoryStorageView$$Lambda$1319/0x00007f1761433e38, retrying',
      { summary: 'SdkClientException ← SdkInterruptedException' },
    ],
  ])('is no fault, nor the cause of one: %s of %s', (level, logger, message, throwable) => {
    const line = { level, logger, message, throwable };
    expect([isHarmless(line), isRoutine(line)]).toEqual([true, true]);
  });

  it.each([
    [publisher, undefined],
    [publisher, { summary: 'NullPointerException: InterruptedException' }],
    [loggers.scheduler, interrupted],
  ])('is shown when it is anything else: %s, %s', (logger, throwable) => {
    const line = { level: 'error', logger, message: unexpected, throwable };
    expect([isHarmless(line), isRoutine(line)]).toEqual([false, false]);
  });
});
