import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loggers } from '../../../src/kcl/loggers.js';
import { watchStart, type StartWatch } from '../../../src/worker/supervise/start-watch.js';

describe('the start of a worker', () => {
  let said: string[];
  let start: StartWatch;

  beforeEach(() => {
    vi.useFakeTimers();
    said = [];
    start = watchStart({ say: (level, message) => void said.push(`${level}: ${message}`) });
  });

  afterEach(() => {
    start.end();
    vi.useRealTimers();
  });

  it('that takes less than 5 s is not spoken of', () => {
    start.daemon({ logger: loggers.daemon, message: 'Using a cached thread pool.' });
    vi.advanceTimersByTime(4_900);
    start.end();
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([]);
  });

  it('says each thing that it waits for, once', () => {
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual(['info: waiting for java to start']);
    start.daemon({ logger: loggers.daemon, message: 'Using a cached thread pool.' });
    vi.advanceTimersByTime(5_000);
    for (let at = 0; at < 5; at++) {
      start.daemon({
        logger: loggers.scheduler,
        message: 'Lease table is still empty. Checking again in 3000 ms',
      });
      vi.advanceTimersByTime(3_000);
    }
    start.daemon({ logger: loggers.leaseTable, message: 'Waiting for Lease table creation...' });
    vi.advanceTimersByTime(5_000);
    start.daemon({
      logger: loggers.workerMetricsTable,
      message: 'Waiting for DDB Table: App to become active',
    });
    vi.advanceTimersByTime(60_000);
    start.daemon({ logger: loggers.startOfParts, message: 'Waiting for Lease table GSI creation' });
    vi.advanceTimersByTime(60_000);
    start.daemon({ logger: loggers.scheduler, message: 'Initialization complete. Starting worker loop.' });
    start.daemon({ logger: loggers.leaseAssignment, message: 'activeWorkerMetrics : 0' });
    vi.advanceTimersByTime(600_000);
    expect(said.slice(1)).toEqual([
      'info: java has started; waiting for the KCL to be ready',
      'info: there are no leases yet: this worker creates them within 30 s, if no other does',
      'info: waiting for the tables of the application to be created in DynamoDB',
      'info: waiting for the index of the lease table: for a new one DynamoDB takes from seconds to some minutes',
      'info: the KCL is ready; waiting for leases (up to two minutes; while others hold them all, this worker stands by)',
    ]);
  });

  it('passes over what is done within 5 s', () => {
    start.daemon({ logger: loggers.startOfParts, message: 'Waiting for Lease table GSI creation' });
    start.daemon({ logger: loggers.scheduler, message: 'Initialization complete. Starting worker loop.' });
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual([expect.stringMatching(/^info: the KCL is ready; waiting for leases/)]);
  });
});
