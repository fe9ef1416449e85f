import { describe, expect, it } from 'vitest';
import { isRoutine, loggers } from '../../src/kcl/loggers.js';

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
