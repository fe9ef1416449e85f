import { describe, expect, it } from 'vitest';
import { tellReport } from '../../../src/worker/source/reports.js';
import { createEvents, record } from '../support/events.js';

const shardId = 'shardId-000000000000';

describe('what a processor reports', () => {
  it('of its end tells the last checkpoint first, if there was one', () => {
    const events = createEvents();
    const told = record(events, 'checkpoint', 'shardEnded');
    const checkpoint = { sequenceNumber: '49', subSequenceNumber: 0 };
    const end = { shardId, reason: 'leaseLost', records: 2 } as const;
    tellReport({ type: 'ended', ...end }, events);
    tellReport({ type: 'ended', ...end, checkpoint }, events);
    expect(told).toEqual([
      { type: 'shardEnded', ...end },
      { type: 'checkpoint', shardId, ...checkpoint },
      { type: 'shardEnded', ...end, checkpoint },
    ]);
  });

  it("of its life is told in the worker's terms", () => {
    const events = createEvents();
    const told = record(events, 'shardInitialised', 'progress', 'warning', 'processorFailed');
    const failure = { during: 'load', name: 'Error', message: 'x', stack: 'Error: x' } as const;
    const progress = {
      type: 'progress',
      shardId,
      caughtUp: true,
      millisBehindLatest: 0,
      records: 1,
    } as const;
    tellReport({ type: 'initialized', shardId, sequenceNumber: null }, events);
    tellReport(progress, events);
    tellReport({ type: 'warning', shardId, message: 'slow' }, events);
    tellReport({ type: 'failed', ...failure }, events);
    expect(told).toEqual([
      { type: 'shardInitialised', shardId, sequenceNumber: null },
      progress,
      { type: 'warning', shardId, message: 'slow' },
      { type: 'processorFailed', ...failure },
    ]);
  });
});
