import { describe, expect, it } from 'vitest';
import { loggers } from '../../../src/kcl/loggers.js';
import { createUnassignedLeases } from '../../../src/worker/source/unassigned-leases.js';

describe('leases that are not assigned because no worker is there yet', () => {
  it('are nothing to warn of for a minute', () => {
    const isUnassignedAtFirst = createUnassignedLeases();
    const warnsAt = (seconds: number): boolean => {
      const line = (message: string) =>
        ({
          logger: loggers.leaseAssignment,
          message,
          timestamp: new Date(seconds * 1000),
          level: 'warn',
          arguments: [],
        }) as const;
      isUnassignedAtFirst(line('activeWorkerMetrics : 0'));
      return !isUnassignedAtFirst(line('Not able to assign all expiredOrUnAssignedLeases'));
    };
    expect([0, 20, 40, 59, 60, 80].map(warnsAt)).toEqual([false, false, false, false, true, true]);
  });
});
