import { describe, expect, it } from 'vitest';
import type { RecordProcessor, ShutdownRequestedInput } from '../../src/processor/record-processor.js';
import { batch, driveSession, shardId, status } from './support/drive-session.js';

type Started = ReturnType<typeof driveSession>;

/** A session that waits for its next message. */
async function start(...options: Parameters<typeof driveSession>): Promise<Started> {
  const started = driveSession(...options);
  await started.initialize();
  // Its answer is out before the call is over.
  await new Promise((resolve) => setImmediate(resolve));
  return started;
}

const never = (): Promise<void> => new Promise(() => undefined);

/** Checkpoints what it was given when it is asked to shut down. */
const thorough: RecordProcessor = {
  processRecords: () => undefined,
  shutdownRequested: ({ checkpointer }: ShutdownRequestedInput) => checkpointer.checkpoint(),
};

/** A processor whose call ends when the test lets it. */
function held(): { processor: RecordProcessor; asked: string[]; letGo: () => void } {
  const asked: string[] = [];
  let letGo: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (letGo = resolve));
  const processor: RecordProcessor = {
    processRecords: () => until,
    shutdownRequested: () => void asked.push('shutdownRequested'),
    leaseLost: () => void asked.push('leaseLost'),
  };
  return { processor, asked, letGo };
}

describe('a shard that is to go on with another processor', () => {
  it('begins again where the daemon began it if nothing was checkpointed', async () => {
    const { session } = await start({ processRecords: () => undefined });
    expect(await session.retire()).toMatchObject({
      initialize: { shardId, sequenceNumber: 'TRIM_HORIZON', subSequenceNumber: 0 },
      unanswered: undefined,
    });
  });

  it('begins at the last checkpoint, that of shutdownRequested included, which names what was delivered to the old one', async () => {
    const { session, call, send, next } = await start(thorough);
    expect(await call(batch('a', 'b'))).toEqual(status('processRecords'));
    const retired = session.retire();
    // What comes by now is for the next one; the daemon listens from it on.
    send(batch('c', 'd', 'e'));
    expect(await next()).toEqual({ action: 'checkpoint', sequenceNumber: '101', subSequenceNumber: 0 });
    send({ action: 'checkpoint', sequenceNumber: '101', subSequenceNumber: 0, error: null });
    expect(await retired).toMatchObject({ initialize: { sequenceNumber: '101', subSequenceNumber: 0 } });
  });

  it('leaves a call that runs to its end, and its status to the next processor', async () => {
    const { processor, asked, letGo } = held();
    const { session, send } = await start(processor);
    send(batch('a'));
    const retired = session.retire();
    expect(asked).toEqual([]);
    letGo();
    expect(await retired).toMatchObject({ unanswered: 'processRecords' });
    expect(asked).toEqual(['shutdownRequested']);
  });

  it('has nothing to begin with if the daemon has not named it yet', async () => {
    const { session } = driveSession(thorough);
    expect(await session.retire()).toEqual({ initialize: undefined, unanswered: undefined });
  });

  it('is done with instead if the processor fails in shutdownRequested', async () => {
    const { session, events } = await start({
      processRecords: () => undefined,
      shutdownRequested() {
        throw new Error('not now');
      },
    });
    expect(await session.retire()).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'failed', during: 'shutdownRequested', message: 'not now' });
    expect(await session.outcome).toMatchObject({ failed: true });
  });

  it('is done with instead if the daemon stops it before the call that runs has ended', async () => {
    const { processor, asked, letGo } = held();
    const { session, send, next } = await start(processor);
    send(batch('a'));
    send({ action: 'shutdownRequested' });
    letGo();
    expect(await next()).toEqual(status('processRecords'));
    expect(await next()).toEqual(status('shutdownRequested'));
    expect(asked).toEqual(['shutdownRequested']);
    const retired = session.retire();
    await session.disconnect();
    expect(await retired).toBeUndefined();
  });

  it('is done with instead if the daemon goes away while the processor hangs', async () => {
    const { session, send } = await start({ processRecords: never }, { disconnectMs: 1 });
    send(batch('a'));
    const retired = session.retire();
    await session.disconnect();
    expect(await retired).toBeUndefined();
    expect(await session.outcome).toEqual({ failed: false });
  });

  it.each(['processRecords', 'shutdownRequested'] as const)(
    'is done with instead if %s does not finish within the processor’s time',
    async (method) => {
      const hangs = { processRecords: () => undefined, [method]: never };
      const { session, send, events } = await start(hangs, { timeoutMs: 1 });
      send(batch('a'));
      expect(await session.retire()).toBeUndefined();
      expect(events.at(-1)).toMatchObject({ type: 'failed', during: method, name: 'TimeoutError' });
      expect(await session.outcome).toMatchObject({ failed: true });
    },
  );

  it('may take longer than the processor’s time if it waits for the daemon, which takes checkpoints with its messages only', async () => {
    const { session, send, next, call, events } = await start(thorough, { timeoutMs: 10 });
    expect(await call(batch('a'))).toEqual(status('processRecords'));
    const retired = session.retire();
    await new Promise((resolve) => setTimeout(resolve, 30));
    send(batch('b'));
    expect(await next()).toMatchObject({ action: 'checkpoint' });
    send({ action: 'checkpoint', sequenceNumber: '100', subSequenceNumber: 0, error: null });
    expect(await retired).toMatchObject({ initialize: { sequenceNumber: '100' } });
    expect(events).toMatchObject([{ type: 'initialized' }]);
  });
});
