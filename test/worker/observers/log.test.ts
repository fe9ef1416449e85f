import { describe, expect, it } from 'vitest';
import type { LogEvent, LogLevel } from '../../../src/logs/log-event.js';
import { isAtLeast } from '../../../src/logs/log-event.js';
import type { WorkerEvents } from '../../../src/worker/event-bus.js';
import type { LogSink } from '../../../src/worker/observers/log-sink.js';
import { logEvents } from '../../../src/worker/observers/log.js';
import { createEvents } from '../support/events.js';

const shardId = 'shardId-000000000000';

function logged(level: LogLevel = 'info', isProgram = false): { events: WorkerEvents; lines: string[] } {
  const lines: string[] = [];
  const write = ({
    level: of,
    message,
    shard,
    error,
    isErrorToldElsewhere = false,
  }: Omit<LogEvent, 'time' | 'source'>): void =>
    void lines.push(
      [
        of,
        ...(shard ? [shard] : []),
        message,
        ...(error && !isErrorToldElsewhere ? [`(${error.stack})`] : []),
      ].join(' '),
    );
  const log: LogSink = {
    write,
    daemon: (line, isWorthShowing) => void lines.push(`${isWorthShowing ? 'shown' : 'kept'} ${line.message}`),
    say: (of, message, shard) => write({ level: of, message, ...(shard === undefined ? {} : { shard }) }),
    shows: (_, asked) => isAtLeast(asked, level),
    onEvent: () => () => undefined,
    redirect: () => () => undefined,
  };
  const events = createEvents();
  logEvents(events, log, { isProgram });
  return { events, lines };
}

describe('the log of a worker', () => {
  it('wants no line that its level does not show, but those of processors, which may have a level of their own', () => {
    expect(logged('error').events.isWanted('processorLine')).toBe(true);
    for (const type of ['daemonLine', 'jvmLine'] as const) {
      expect(logged('warn').events.isWanted(type)).toBe(false);
      expect(logged('info').events.isWanted(type)).toBe(true);
    }
    expect(logged('error').events.isWanted('processorFailed')).toBe(true);
  });

  it('says what became of a shard', () => {
    const { events, lines } = logged();
    const checkpoint = { sequenceNumber: '49', subSequenceNumber: 1 };
    events.emit({ type: 'shardInitialised', shardId, sequenceNumber: 'TRIM_HORIZON' });
    events.emit({ type: 'warning', shardId, message: 'slow', stack: 'at x' });
    events.emit({ type: 'shardEnded', shardId, reason: 'leaseLost', records: 1, checkpoint });
    events.emit({ type: 'programStarted', shardId });
    events.emit({ type: 'shardEndReached', shardId });
    expect(lines).toEqual([
      `info ${shardId} started at TRIM_HORIZON`,
      `warn ${shardId} slow (at x)`,
      `info ${shardId} ended (leaseLost): 1 record, checkpoint 49/1`,
    ]);
  });

  it("says it by the daemon's words where a program reports nothing", () => {
    const { events, lines } = logged('info', true);
    events.emit({ type: 'programStarted', shardId });
    events.emit({ type: 'shardEndReached', shardId });
    expect(lines).toEqual([`info ${shardId} its program is started`, `info ${shardId} read to its end`]);
  });

  it('leaves the stack of the first failure to the error that the worker ends with, with each java', () => {
    const { events, lines } = logged();
    const failed = {
      type: 'processorFailed',
      shardId,
      during: 'processRecords',
      name: 'Error',
      message: 'x',
      stack: 'Error: x',
    } as const;
    events.emit(failed);
    events.emit(failed);
    events.emit({ type: 'started', pid: 1 });
    events.emit(failed);
    expect(lines).toEqual([
      `error ${shardId} the processor failed in processRecords: the worker ends`,
      `error ${shardId} the processor failed in processRecords (Error: x)`,
      `error ${shardId} the processor failed in processRecords: the worker ends`,
    ]);
  });

  it('says whose leases went where', () => {
    const { events, lines } = logged();
    const given = new Map([
      ['1', 'b'],
      ['2', 'a'],
      ['3', 'b'],
    ]);
    events.emit({ type: 'handedBack', given, freed: ['4'] });
    const lost = { type: 'takenOver', shardId, afterMs: 10_000 } as const;
    events.emit({ ...lost, from: 'a', to: 'b', toItself: false });
    events.emit({ ...lost, from: undefined, to: 'me', toItself: true });
    expect(lines).toEqual([
      'info handed 1 lease over to a',
      'info handed 2 leases over to b',
      'info handed back 1 lease for other workers to take',
      `warn ${shardId} a has not renewed its lease for 10 s: given to b`,
      `warn ${shardId} its worker has not renewed its lease for 10 s: given to this worker`,
    ]);
  });
});
