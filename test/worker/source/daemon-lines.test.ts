import { describe, expect, it } from 'vitest';
import { loggers } from '../../../src/kcl/loggers.js';
import type { DaemonLine } from '../../../src/logs/daemon-line.js';
import type { WorkerEvent, WorkerEventType } from '../../../src/worker/events.js';
import { createLineReader } from '../../../src/worker/source/daemon-lines.js';
import { createEvents, record } from '../support/events.js';

const shardId = 'shardId-000000000000';

function line(logger: string, message: string, more: Partial<DaemonLine> = {}): DaemonLine {
  return { timestamp: new Date(), level: 'info', logger, message, arguments: [], ...more };
}

/** What is told of these types when the daemon logs these lines. */
function told(types: readonly WorkerEventType[], ...lines: readonly DaemonLine[]): WorkerEvent[] {
  const events = createEvents();
  const all = record(events, ...types);
  const read = createLineReader(events);
  lines.forEach(read);
  return all;
}

describe("the daemon's lines", () => {
  it.each<[WorkerEvent, DaemonLine]>([
    [
      { type: 'schedulerInitialised' },
      line(loggers.scheduler, 'Initialization complete. Starting worker loop.'),
    ],
    [{ type: 'schedulerStopping' }, line(loggers.scheduler, 'Worker shutdown requested.')],
    [
      { type: 'shardAssigned', shardId },
      line(loggers.scheduler, `Created new shardConsumer for : ShardInfo(shardId=${shardId})`, { shardId }),
    ],
    [{ type: 'shutdownComplete' }, line(loggers.daemon, 'Process shutdown is complete.')],
    [
      { type: 'programStarted', shardId },
      line(loggers.blockOnParent, `No need to block on parents [] of shard ${shardId}`),
    ],
    [
      { type: 'shardEndReached', shardId },
      line(loggers.processTask, `Reached end of shard ${shardId} and`, { shardId }),
    ],
    [
      { type: 'statusMissing', shardId, action: 'initialize', isTimeout: false },
      line(loggers.protocol, 'Failed to get status message for initialize action', {
        level: 'error',
        arguments: ['initialize', shardId],
      }),
    ],
    [
      { type: 'statusMissing', shardId, action: 'processRecords', isTimeout: true },
      line(loggers.protocol, 'Timedout to get status message for processRecords action', {
        level: 'error',
        arguments: ['processRecords', shardId],
      }),
    ],
    [
      { type: 'processExited', code: '7' },
      line(loggers.shardProcessor, 'Child process exited with value: 7', { arguments: ['7'] }),
    ],
    [
      { type: 'waitingForProcessors', count: 2 },
      line(
        loggers.shutdown,
        'Waiting for 2 record process to complete shutdown notification, and 1 record processor',
      ),
    ],
  ])('mean %o', (event, said) => {
    expect(told([event.type], said)).toEqual([event]);
    // another logger's line of the same words means nothing
    expect(told([event.type], { ...said, logger: 'some.other.Logger' })).toEqual([]);
  });

  const expired = {
    level: 'error',
    throwable: {
      summary: 'KinesisException: The security token included in the request is expired',
      stack: '',
    },
  } as const;

  it('are a fault when they warn of something, with its name', () => {
    const fault = line(loggers.processTask, 'Caught exception', expired);
    expect(told(['daemonLine', 'daemonFault'], fault)).toEqual([
      {
        type: 'daemonFault',
        line: fault,
        cause: expect.objectContaining({ code: 'CREDENTIALS_MISSING' }) as object,
        isHopeless: false,
      },
    ]);
  });

  it('are hopeless when they keep the scheduler from starting, and no longer once it has', () => {
    const fault = line(loggers.scheduler, 'Caught exception when initializing', expired);
    const ready = line(loggers.scheduler, 'Initialization complete. Starting worker loop.');
    expect(told(['daemonFault'], fault, ready, fault)).toMatchObject([
      { isHopeless: true },
      { isHopeless: false },
    ]);
  });

  it('say of metrics that no run ends without them', () => {
    const denied =
      'CloudWatchException: User: u is not authorized to perform: cloudwatch:PutMetricData because no';
    const fault = line('software.amazon.kinesis.metrics.CloudWatchMetricsPublisher', 'Could not publish', {
      level: 'warn',
      throwable: { summary: denied, stack: '' },
    });
    expect(told(['daemonFault'], fault)).toMatchObject([
      { cause: { message: expect.stringMatching(/^no metrics are written: /) as string, endsARun: false } },
    ]);
  });

  it('are no fault when they warn of what is so in every healthy run', () => {
    const nobody = line(loggers.leaseAssignment, 'activeWorkerMetrics : 0');
    const leftOver = line(loggers.leaseAssignment, 'Not able to assign all expiredOrUnAssignedLeases', {
      level: 'warn',
    });
    expect(told(['daemonLine', 'daemonFault'], nobody, leftOver)).toEqual([
      { type: 'daemonLine', line: nobody, isRoutine: true },
      { type: 'daemonLine', line: leftOver, isRoutine: true },
    ]);
    expect(told(['daemonLine', 'daemonFault'], leftOver)).toMatchObject([{ type: 'daemonFault' }]);
  });
});
