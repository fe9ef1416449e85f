import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loggers } from '../../../src/kcl/loggers.js';
import type { WorkerEvents } from '../../../src/worker/event-bus.js';
import { watchStart } from '../../../src/worker/observers/start-watch.js';
import { createEvents } from '../support/events.js';

describe('the start of a worker', () => {
  let said: string[];
  let events: WorkerEvents;

  beforeEach(() => {
    vi.useFakeTimers();
    said = [];
    events = createEvents();
    watchStart(events);
    events.subscribe('a test', { waitingFor: ({ what }) => void said.push(what) });
    events.emit({ type: 'started', pid: 1 });
  });

  afterEach(() => {
    events.emit({ type: 'ended', outcome: undefined });
    vi.useRealTimers();
  });

  function log({ logger, message }: { logger: string; message: string }): void {
    const line = { timestamp: new Date(), level: 'info', logger, message, arguments: [] } as const;
    events.emit({ type: 'daemonLine', line, isRoutine: true });
  }

  it('that takes less than 5 s is not spoken of', () => {
    log({ logger: loggers.daemon, message: 'Using a cached thread pool.' });
    vi.advanceTimersByTime(4_900);
    events.emit({ type: 'shardAssigned', shardId: undefined });
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual([]);
  });

  it('says each thing that it waits for, once', () => {
    vi.advanceTimersByTime(60_000);
    expect(said).toEqual(['waiting for java to start']);
    log({ logger: loggers.daemon, message: 'Using a cached thread pool.' });
    vi.advanceTimersByTime(5_000);
    for (let at = 0; at < 5; at++) {
      log({
        logger: loggers.scheduler,
        message: 'Lease table is still empty. Checking again in 3000 ms',
      });
      vi.advanceTimersByTime(3_000);
    }
    log({ logger: loggers.leaseTable, message: 'Waiting for Lease table creation...' });
    vi.advanceTimersByTime(5_000);
    log({
      logger: loggers.workerMetricsTable,
      message: 'Waiting for DDB Table: App to become active',
    });
    vi.advanceTimersByTime(60_000);
    log({ logger: loggers.startOfParts, message: 'Waiting for Lease table GSI creation' });
    vi.advanceTimersByTime(60_000);
    log({ logger: loggers.scheduler, message: 'Initialization complete. Starting worker loop.' });
    log({ logger: loggers.leaseAssignment, message: 'activeWorkerMetrics : 0' });
    vi.advanceTimersByTime(600_000);
    expect(said.slice(1)).toEqual([
      'java has started; waiting for the KCL to be ready',
      'there are no leases yet: this worker creates them within 30 s, if no other does',
      'waiting for the tables of the application to be created in DynamoDB',
      'waiting for the index of the lease table: for a new one DynamoDB takes from seconds to some minutes',
      'the KCL is ready; waiting for leases (up to two minutes; while others hold them all, this worker stands by)',
    ]);
  });

  it('passes over what is done within 5 s', () => {
    log({ logger: loggers.startOfParts, message: 'Waiting for Lease table GSI creation' });
    log({ logger: loggers.scheduler, message: 'Initialization complete. Starting worker loop.' });
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual([expect.stringMatching(/^the KCL is ready; waiting for leases/)]);
  });

  it("is over with the first shard: nobody looks at the daemon's lines any more, until java is started again", () => {
    expect(events.isWanted('daemonLine')).toBe(true);
    events.emit({ type: 'shardInitialised', shardId: 'shardId-000000000000', sequenceNumber: null });
    expect(events.isWanted('daemonLine')).toBe(false);
    events.emit({ type: 'ended', outcome: undefined });
    events.emit({ type: 'started', pid: 2 });
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual(['waiting for java to start']);
  });
});
