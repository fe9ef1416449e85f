import { beforeEach, describe, expect, it } from 'vitest';
import type { Cause } from '../../../src/kcl/causes/cause.js';
import { loggers } from '../../../src/kcl/loggers.js';
import type { DaemonLine } from '../../../src/logs/daemon-line.js';
import type { WorkerEvents } from '../../../src/worker/event-bus.js';
import { gatherEvidence, type Evidence } from '../../../src/worker/observers/evidence.js';
import { createEvents } from '../support/events.js';

const shardId = 'shardId-000000000000';
const expired: Cause = {
  code: 'CREDENTIALS_MISSING',
  message: 'the credentials have expired',
  hint: 'get new ones',
  hopeless: true,
  endsARun: true,
};

describe('the evidence of why java ended', () => {
  let events: WorkerEvents;
  let evidence: Evidence;

  beforeEach(() => {
    events = createEvents();
    evidence = gatherEvidence(events);
  });

  function fault(logger: string, cause?: Cause, isHopeless = false): void {
    const line: DaemonLine = {
      timestamp: new Date(),
      level: 'error',
      logger,
      message: `${logger} failed`,
      arguments: [],
    };
    events.emit({ type: 'daemonFault', line, cause, isHopeless });
  }

  function fail(): void {
    events.emit({
      type: 'processorFailed',
      during: 'load',
      name: 'Error',
      message: 'no such module',
      stack: 'Error: no such module\n    at a.ts:1:1',
    });
  }

  const gone = { type: 'statusMissing', shardId, action: 'initialize', isTimeout: false } as const;

  it('blames a processor that threw before all else, of the shard that the daemon names', () => {
    fault(loggers.scheduler, expired, true);
    events.emit(gone);
    fail();
    expect(evidence.explain('exit code 1').message).toBe(
      `the processor failed in load of ${shardId}: no such module`,
    );
  });

  it("blames what has a name before the daemon's last words", () => {
    fault(loggers.leaseTable);
    expect(evidence.explain('exit code 1')).toMatchObject({
      message: 'the MultiLangDaemon ended by itself (exit code 1)',
      details: `${loggers.leaseTable} failed`,
    });
    fault(loggers.leaseTable, expired);
    fault(loggers.leaseTable);
    expect(evidence.explain('exit code 1')).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      message: 'the worker failed: the credentials have expired',
    });
  });

  it('blames no metrics', () => {
    fault('software.amazon.kinesis.metrics.CloudWatchMetricsPublisher', expired);
    expect(evidence.explain('exit code 1').code).toBe('DAEMON_FAILED');
  });

  it('takes an exit for a failure only after the daemon got no answer', () => {
    events.emit({ type: 'processExited', code: '0' });
    expect(evidence.processorFailed).toBe(false);
    events.emit({ type: 'processorLine', shardId, line: 'no boto3', timestamp: new Date() });
    events.emit(gone);
    events.emit({ type: 'processExited', code: '7' });
    expect([...evidence.failedShards]).toEqual([shardId]);
    expect(evidence.explain('exit code 1')).toMatchObject({
      message: `the processor of ${shardId} ended by itself with code 7 instead of answering initialize`,
      details: 'no boto3',
    });
  });

  it('keeps the last lines of a processor, and no line of any length', () => {
    for (let at = 0; at < 30; at++) {
      events.emit({
        type: 'processorLine',
        shardId,
        line: `${at} ${'x'.repeat(5_000)}`,
        timestamp: new Date(),
      });
    }
    events.emit(gone);
    const lines = evidence.explain('exit code 1').details?.split('\n') ?? [];
    expect(lines.map((line) => [line.slice(0, 2), line.length])).toEqual(
      Array.from({ length: 10 }, (_, at) => [String(20 + at), 1_001]),
    );
  });

  it('is closed with its java: what another says is not its own', () => {
    evidence.end();
    fail();
    expect(evidence.processorFailed).toBe(false);
    expect(events.isWanted('processorLine')).toBe(false);
  });
});
