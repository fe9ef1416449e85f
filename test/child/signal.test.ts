import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ShardAbortError } from '../../src/processor/shard-abort.js';
import type { RecordProcessor } from '../../src/processor/record-processor.js';
import { batch, driveSession, shardId, status } from './support/drive-session.js';

const checkpointed = (sequenceNumber: number) => ({
  action: 'checkpoint',
  sequenceNumber: String(sequenceNumber),
  subSequenceNumber: 0,
});

const aborted = (signal: AbortSignal): Promise<unknown> | undefined =>
  signal.aborted ? undefined : once(signal, 'abort');

/** Never done with a batch whose first record is `wait`, until its signal fires. */
function patient() {
  const seen: string[] = [];
  const processor: RecordProcessor = {
    async processRecords({ records, signal }) {
      seen.push(...records.map((record) => record.text()));
      if (records[0]?.text() !== 'wait') return;
      await aborted(signal);
      signal.throwIfAborted();
    },
    shutdownRequested: ({ checkpointer }) => checkpointer.checkpoint(),
  };
  return { seen, processor };
}

describe("a shard's signal", () => {
  it('is one for all calls, and is not made unless the processor reads it', async () => {
    const signals = new Set<AbortSignal>();
    const watched: (() => void)[] = [];
    const { initialize, call } = driveSession(
      {
        initialize: () => undefined,
        processRecords(input) {
          if (input.records[0]?.text() === 'read it') signals.add(input.signal);
        },
      },
      { watchStop: (onStop) => () => watched.push(onStop) },
    );
    await initialize();
    await call(batch('leave it'));
    expect(watched).toEqual([]);
    await call(batch('read it'));
    await call(batch('read it'));
    expect(signals.size).toBe(1);
  });

  it('fires in the middle of a call when the worker is to stop', async () => {
    const { processor } = patient();
    let watch: (onStop: () => void) => void;
    const watching = new Promise<() => void>((resolve) => (watch = resolve));
    const { initialize, call, send, next } = driveSession(processor, {
      watchStop(onStop) {
        watch(onStop);
        return () => undefined;
      },
    });
    await initialize();
    send(batch('wait'));
    const tellStop = await watching;
    tellStop();
    expect(await next()).toEqual(status('processRecords'));
    expect(await call({ action: 'shutdownRequested' })).toEqual(status('shutdownRequested'));
  });

  it.each([
    ['shutdownRequested', 'ShutdownRequested'],
    ['leaseLost', 'LeaseLost'],
  ])('fires at %s, for what goes on in the background', async (action, code) => {
    const signals: AbortSignal[] = [];
    const { initialize, call } = driveSession({
      initialize: ({ signal }) => void signals.push(signal),
      processRecords: () => undefined,
    });
    await initialize();
    expect(signals[0]?.aborted).toBe(false);
    await call({ action });
    expect(signals[0]?.reason).toBeInstanceOf(ShardAbortError);
    expect(signals[0]?.reason).toMatchObject({ name: 'AbortError', code, shardId });
  });

  it('fires when a checkpoint is refused because another worker owns the shard', async () => {
    const reasons: unknown[] = [];
    const { initialize, call, acknowledge } = driveSession({
      async processRecords({ checkpointer, signal }) {
        await checkpointer.checkpoint().catch(() => undefined);
        reasons.push(signal.reason);
      },
    });
    await initialize();
    await call(batch('a'));
    expect(await acknowledge('ShutdownException')).toEqual(status('processRecords'));
    expect(reasons).toMatchObject([{ code: 'LeaseLost' }]);
  });

  it('fires when the daemon is gone, and when a method of the shard has failed', async () => {
    const gone = driveSession(patient().processor);
    await gone.initialize();
    gone.send(batch('wait'));
    await gone.session.disconnect();
    expect(await gone.session.outcome).toEqual({ failed: false });

    const signals: AbortSignal[] = [];
    const failed = driveSession({
      processRecords({ signal }) {
        signals.push(signal);
        throw new Error('no');
      },
    });
    await failed.initialize();
    failed.send(batch('a'));
    await failed.session.outcome;
    expect(signals[0]?.reason).toMatchObject({ code: 'Failed' });
  });
});

describe('a batch that is given up because of the signal', () => {
  it('is not checkpointed by a checkpoint of all that was delivered', async () => {
    const { processor, seen } = patient();
    const { session, initialize, call, send, next, acknowledge, events } = driveSession(processor);
    await initialize();
    await call(batch('a', 'b'));
    send({ ...batch('wait'), records: batch('', '', 'wait').records.slice(2) });
    session.stop();
    expect(await next()).toEqual(status('processRecords'));
    // what the daemon had on its way is not for this worker any more
    expect(await call(batch('later'))).toEqual(status('processRecords'));
    expect(seen).toEqual(['a', 'b', 'wait']);
    expect(await call({ action: 'shutdownRequested' })).toEqual(checkpointed(101));
    expect(await acknowledge()).toEqual(status('shutdownRequested'));
    await call({ action: 'leaseLost' });
    expect(events.at(-1)).toMatchObject({ type: 'ended', records: 2, checkpoint: { sequenceNumber: '101' } });
  });

  it('leaves nothing to checkpoint when it is the first one, or all before it is checkpointed', async () => {
    const first = driveSession(patient().processor);
    await first.initialize();
    first.send(batch('wait'));
    first.session.stop();
    await first.next();
    expect(await first.call({ action: 'shutdownRequested' })).toEqual(status('shutdownRequested'));

    const further = driveSession({
      async processRecords({ checkpointer, signal }) {
        await checkpointer.checkpoint('100');
        await aborted(signal);
        signal.throwIfAborted();
      },
      shutdownRequested: ({ checkpointer }) => checkpointer.checkpoint(),
    });
    await further.initialize();
    expect(await further.call(batch('a', 'b'))).toMatchObject({ sequenceNumber: '100' });
    const answer = further.acknowledge();
    further.session.stop();
    expect(await answer).toEqual(status('processRecords'));
    expect(await further.call({ action: 'shutdownRequested' })).toEqual(status('shutdownRequested'));
  });

  it('ends the session when it was the last of its shard: to say that the shard is done would lose it', async () => {
    const { session, initialize, send, next } = driveSession(patient().processor);
    await initialize();
    send(batch('wait'));
    session.stop();
    expect(await next()).toEqual(status('processRecords'));
    send({ action: 'shardEnded' });
    expect(await session.outcome).toMatchObject({ failed: true, error: { name: 'UnfinishedShardError' } });
  });

  it('may say so with any AbortError, and is a failure with any other error', async () => {
    for (const { error, isFailure } of [
      { error: new DOMException('This operation was aborted', 'AbortError'), isFailure: false },
      { error: new RangeError('no'), isFailure: true },
    ]) {
      const { session, initialize, send, next } = driveSession({
        async processRecords({ signal }) {
          await aborted(signal);
          throw error;
        },
      });
      await initialize();
      send(batch('a'));
      session.stop();
      if (isFailure) expect(await session.outcome).toEqual({ failed: true, error });
      else expect(await next()).toEqual(status('processRecords'));
    }
  });

  it('is a failure when the signal has not fired', async () => {
    const { session, initialize, send } = driveSession({
      processRecords({ signal }) {
        signal.throwIfAborted();
        throw new DOMException('a timeout of its own', 'AbortError');
      },
    });
    await initialize();
    send(batch('a'));
    expect(await session.outcome).toMatchObject({ failed: true });
  });
});
