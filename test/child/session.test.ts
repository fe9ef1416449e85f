import { describe, expect, it, vi } from 'vitest';
import { CheckpointError } from '../../src/processor/checkpoint-error.js';
import type { Checkpointer } from '../../src/processor/checkpointer.js';
import type { ProcessRecordsInput, RecordProcessor } from '../../src/processor/record-processor.js';
import { currentShard } from '../../src/child/shard-context.js';
import { batch, driveSession, shardId, status } from './support/drive-session.js';

const idle: RecordProcessor = { processRecords: () => undefined };

describe('a session', () => {
  it('answers each message with its status, for a processor that has only processRecords', async () => {
    const { call, initialize, session } = driveSession(idle);
    expect(await initialize()).toEqual(status('initialize'));
    expect(await call(batch('a'))).toEqual(status('processRecords'));
    expect(await call({ action: 'shutdownRequested' })).toEqual(status('shutdownRequested'));
    expect(await call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    await session.disconnect();
    expect(await session.outcome).toEqual({ failed: false });
  });

  it('hands over what the daemon says, and nulls where it says nothing', async () => {
    const inputs: unknown[] = [];
    const { call, next, send } = driveSession({
      initialize: ({ shardId: id, sequenceNumber, subSequenceNumber }) =>
        void inputs.push({ shardId: id, sequenceNumber, subSequenceNumber }),
      processRecords: ({ records, millisBehindLatest }) =>
        void inputs.push({
          millisBehindLatest,
          records: records.map((record) => ({
            data: [...record.data],
            partitionKey: record.partitionKey,
            sequenceNumber: record.sequenceNumber,
            subSequenceNumber: record.subSequenceNumber,
            arrival: record.approximateArrivalTimestamp,
          })),
        }),
    });
    send({ action: 'initialize', shardId, sequenceNumber: null, subSequenceNumber: null });
    await next();
    const nothing = { data: null, partitionKey: null, sequenceNumber: null, subSequenceNumber: null };
    await call({ action: 'processRecords', records: [{ action: 'record', ...nothing }, {}] });
    await call({ action: 'processRecords', records: null, millisBehindLatest: null });
    await call({ action: 'processRecords', records: [], millisBehindLatest: 7 });
    const blank = { data: [], partitionKey: '', sequenceNumber: '', subSequenceNumber: 0, arrival: null };
    expect(inputs).toEqual([
      { shardId, sequenceNumber: null, subSequenceNumber: null },
      { millisBehindLatest: null, records: [blank, blank] },
      { millisBehindLatest: null, records: [] },
      { millisBehindLatest: 7, records: [] },
    ]);
  });

  it('answers empty batches itself when the processor is not to see them', async () => {
    const processRecords = vi.fn();
    const { call, initialize } = driveSession({ processRecords }, { deliverEmptyBatches: false });
    await initialize();
    expect(await call(batch())).toEqual(status('processRecords'));
    expect(processRecords).not.toHaveBeenCalled();
  });

  it('answers a message it does not know, with a warning', async () => {
    const { call, initialize, warnings } = driveSession(idle);
    await initialize();
    expect(await call({ action: 'rebalance', extra: 1 })).toEqual(status('rebalance'));
    expect(warnings()).toEqual([expect.stringContaining('"rebalance"')]);
  });

  it('fails on a message before initialize', async () => {
    const { session, send, events } = driveSession(idle);
    send(batch('a'));
    expect(await session.outcome).toMatchObject({ failed: true });
    expect(events).toMatchObject([{ type: 'failed', during: 'protocol' }]);
  });

  it('knows its shard in everything that the processor awaits, and nowhere else', async () => {
    const seen: unknown[] = [];
    const processor = (): RecordProcessor => ({
      async processRecords() {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(currentShard());
      },
    });
    const sessions = [driveSession(processor), driveSession(processor)];
    await Promise.all(
      sessions.map(async ({ call }, i) => {
        await call({ action: 'initialize', shardId: `shard-${i}` });
        await call(batch('a'));
      }),
    );
    expect(seen).toEqual([{ shardId: 'shard-0' }, { shardId: 'shard-1' }]);
    expect(currentShard()).toBeUndefined();
  });

  it('handles one message at a time, in their order', async () => {
    const seen: string[] = [];
    const { initialize, send, next } = driveSession({
      async processRecords({ records }) {
        seen.push(`begin ${records[0]?.text()}`);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(`end ${records[0]?.text()}`);
      },
    });
    await initialize();
    send(batch('a'));
    send(batch('b'));
    await next();
    await next();
    expect(seen).toEqual(['begin a', 'end a', 'begin b', 'end b']);
  });
});

describe('an error in', () => {
  const fail = (): never => {
    throw new RangeError('that did not work');
  };
  const failLater = async (): Promise<void> => {
    await Promise.resolve();
    fail();
  };
  const methods = ['initialize', 'processRecords', 'leaseLost', 'shardEnded', 'shutdownRequested'] as const;

  it.each(methods.flatMap((method) => [fail, failLater].map((how) => ({ method, how }))))(
    '$method ($how.name) is reported and gets no answer',
    async ({ method, how }) => {
      const { send, initialize, next, session, events } = driveSession({ ...idle, [method]: how });
      const first = initialize();
      if (method !== 'initialize') {
        await first;
        send(method === 'processRecords' ? batch('a') : { action: method });
      }
      expect(await session.outcome).toMatchObject({ failed: true });
      expect(events.at(-1)).toMatchObject({
        type: 'failed',
        shardId,
        during: method,
        name: 'RangeError',
        message: 'that did not work',
        stack: expect.stringContaining('session.test.ts') as string,
      });
      send({ action: 'leaseLost' });
      const answer = await Promise.race([next(), new Promise((r) => setImmediate(() => r('no answer')))]);
      expect(answer).toBe('no answer');
    },
  );

  it('onDisconnect is a warning', async () => {
    const { initialize, session, warnings } = driveSession({ ...idle, onDisconnect: failLater });
    await initialize();
    await session.disconnect();
    expect(await session.outcome).toEqual({ failed: false });
    expect(warnings()).toEqual(['onDisconnect failed']);
  });
});

describe('the end of a shard', () => {
  it('is checkpointed when shardEnded did not', async () => {
    const { initialize, call, acknowledge, events, session } = driveSession(idle);
    await initialize();
    await call(batch('a'));
    expect(await call({ action: 'shardEnded' })).toEqual({ action: 'checkpoint' });
    expect(await acknowledge()).toEqual(status('shardEnded'));
    expect(events.at(-1)).toEqual({
      type: 'ended',
      shardId,
      reason: 'shardEnded',
      records: 1,
      checkpoint: { sequenceNumber: 'SHARD_END', subSequenceNumber: 0 },
    });
    await session.disconnect();
    expect(await session.outcome).toEqual({ failed: false });
  });

  it('is checkpointed once when shardEnded did, also without waiting for it', async () => {
    const { initialize, call, acknowledge } = driveSession({
      ...idle,
      shardEnded: ({ checkpointer }) => void checkpointer.checkpoint(),
    });
    await initialize();
    expect(await call({ action: 'shardEnded' })).toEqual({ action: 'checkpoint' });
    expect(await acknowledge()).toEqual(status('shardEnded'));
  });

  it('is checkpointed after a checkpoint of the last record, which is not the same', async () => {
    const { initialize, call, acknowledge } = driveSession({
      ...idle,
      shardEnded: ({ checkpointer }) => checkpointer.checkpoint('100'),
    });
    await initialize();
    await call(batch('a'));
    expect(await call({ action: 'shardEnded' })).toEqual({ action: 'checkpoint', sequenceNumber: '100' });
    expect(await acknowledge()).toEqual({ action: 'checkpoint' });
    expect(await acknowledge()).toEqual(status('shardEnded'));
  });

  it('is not checkpointed for a processor that says so', async () => {
    const { initialize, call } = driveSession({ ...idle, checkpointAtShardEnd: false });
    await initialize();
    expect(await call({ action: 'shardEnded' })).toEqual(status('shardEnded'));
  });

  it('is not answered when its checkpoint fails for good', async () => {
    const { initialize, call, send, session } = driveSession(idle);
    await initialize();
    await call({ action: 'shardEnded' });
    send({ action: 'checkpoint', error: 'InvalidStateException' });
    expect(await session.outcome).toMatchObject({ failed: true });
  });
});

describe('another worker taking the shard', () => {
  it('during a checkpoint is no failure of the processor', async () => {
    const { initialize, call, acknowledge, warnings } = driveSession({
      async processRecords({ records, checkpointer }) {
        await checkpointer.checkpoint(records.at(-1));
      },
    });
    await initialize();
    await call(batch('a'));
    expect(await acknowledge('ShutdownException')).toEqual(status('processRecords'));
    expect(warnings()).toEqual([expect.stringContaining('another worker took')]);
    expect(await call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
  });

  it('makes checkpoints fail at once, without asking the daemon', async () => {
    let kept: Checkpointer | undefined;
    const { initialize, call } = driveSession({
      processRecords: ({ checkpointer }) => void (kept = checkpointer),
      async leaseLost() {
        const error = await kept?.checkpoint().catch((caught: unknown) => caught);
        expect(error).toMatchObject({
          name: 'CheckpointError',
          code: 'ShutdownException',
          retryable: false,
          attempts: 0,
        });
      },
    });
    await initialize();
    await call(batch('a'));
    expect(await call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
  });
});

describe('a daemon that vanishes', () => {
  it('lets onDisconnect run, and fails the checkpoints under way', async () => {
    const seen: unknown[] = [];
    const { initialize, call, session, events } = driveSession({
      async processRecords({ checkpointer }) {
        await checkpointer.checkpoint().catch((error: unknown) => seen.push(error));
      },
      onDisconnect: () => void seen.push('onDisconnect'),
    });
    await initialize();
    await call(batch('a'));
    await session.disconnect();
    expect(seen).toEqual(['onDisconnect', expect.any(CheckpointError)]);
    expect(seen[1]).toMatchObject({ code: 'Disconnected' });
    expect(events.at(-1)).toMatchObject({ type: 'ended', reason: 'eof' });
  });

  it('is not news after the answer to shutdownRequested', async () => {
    const onDisconnect = vi.fn();
    const { initialize, call, session, events } = driveSession({ ...idle, onDisconnect });
    await initialize();
    await call({ action: 'shutdownRequested' });
    await session.disconnect();
    expect(onDisconnect).not.toHaveBeenCalled();
    expect(events.at(-1)).toMatchObject({ type: 'ended', reason: 'shutdownRequested' });
  });

  it('does not wait for an onDisconnect that takes longer than it may', async () => {
    const { initialize, session } = driveSession(
      { ...idle, onDisconnect: () => new Promise(() => undefined) },
      { disconnectMs: 1 },
    );
    await initialize();
    await session.disconnect();
    expect(await session.outcome).toEqual({ failed: false });
  });
});

describe('progress', () => {
  it('is reported when caught up changes, and counts handled records', async () => {
    const { initialize, call, events } = driveSession(idle, {
      reportProgress: true,
      deliverEmptyBatches: false,
    });
    await initialize();
    await call({ ...batch('a', 'b'), millisBehindLatest: 5000 });
    await call({ ...batch('c'), millisBehindLatest: 4000 });
    await call({ ...batch(), millisBehindLatest: 0 });
    expect(events.filter(({ type }) => type === 'progress')).toEqual([
      { type: 'progress', shardId, caughtUp: false, millisBehindLatest: 5000, records: 2 },
      { type: 'progress', shardId, caughtUp: true, millisBehindLatest: 0, records: 3 },
    ]);
  });
});

describe('activity', () => {
  it('is reported whole before the end of the shard, refused checkpoints included', async () => {
    const { initialize, call, acknowledge, events } = driveSession(
      { processRecords: ({ checkpointer }: ProcessRecordsInput) => checkpointer.checkpoint() },
      { reportActivity: true },
    );
    await initialize();
    await call(batch('a', 'b'));
    await acknowledge();
    await call(batch('c'));
    await acknowledge('ThrottlingException');
    await acknowledge();
    await call({ action: 'leaseLost' });
    expect(events.slice(-2)).toMatchObject([
      {
        ...{ type: 'activity', shardId, records: 3, bytes: 3, batches: 2, checkpoints: 2 },
        checkpointErrors: { ThrottlingException: 1 },
      },
      { type: 'ended', reason: 'leaseLost' },
    ]);
  });

  it('is not reported unless it is asked for', async () => {
    const { initialize, call, events } = driveSession(idle);
    await initialize();
    await call(batch('a', 'b'));
    await call({ action: 'leaseLost' });
    expect(events.map(({ type }) => type)).toEqual(['initialized', 'ended']);
  });
});

describe('samples', () => {
  it('are reported before the processor gets the records, so that the one it fails on can be seen', async () => {
    const { initialize, send, session, events } = driveSession(
      {
        processRecords() {
          throw new Error('bad record');
        },
      },
      { reportSamples: true },
    );
    await initialize();
    send(batch('a', 'b'));
    await session.outcome;
    expect(events).toMatchObject([
      { type: 'initialized' },
      { type: 'sample', shardId, records: [{ text: 'a' }, { text: 'b' }] },
      { type: 'failed', during: 'processRecords' },
    ]);
  });
});

describe('what the daemon is told at the end', () => {
  it('names the last acknowledged checkpoint and why the shard stopped', async () => {
    const { initialize, call, acknowledge, events } = driveSession({
      processRecords: ({ checkpointer }: ProcessRecordsInput) => checkpointer.checkpoint(),
    });
    await initialize();
    await call(batch('a', 'b'));
    await acknowledge();
    await call({ action: 'shutdownRequested' });
    await call({ action: 'leaseLost' });
    expect(events.filter(({ type }) => type === 'ended')).toEqual([
      {
        type: 'ended',
        shardId,
        reason: 'shutdownRequested',
        records: 2,
        checkpoint: { sequenceNumber: '101', subSequenceNumber: 0 },
      },
    ]);
  });
});
