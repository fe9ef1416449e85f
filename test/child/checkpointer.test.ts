import { describe, expect, it } from 'vitest';
import type { CheckpointRequest } from '../../src/child/messages.js';
import { ShardCheckpointer } from '../../src/child/checkpointer.js';

const shardId = 'shardId-000000000000';

function create() {
  const sent: CheckpointRequest[] = [];
  const acknowledged: CheckpointRequest[] = [];
  const checkpointer = new ShardCheckpointer({
    shardId,
    send: (request) => sent.push(request),
    everything: () => ({ action: 'checkpoint' }),
    onAcknowledged: (request) => acknowledged.push(request),
  });
  const reply = async (error: string | null = null): Promise<void> => {
    checkpointer.receive({ action: 'checkpoint', sequenceNumber: null, subSequenceNumber: null, error });
    await settled();
  };
  return { checkpointer, sent, acknowledged, reply };
}

/** Lets every promise that can settle do so. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a checkpoint', () => {
  it('is of a record, a pair, a sequence number, or everything', async () => {
    const { checkpointer, sent, reply } = create();
    checkpointer.listen();
    const calls = [
      checkpointer.checkpoint({ sequenceNumber: '5', subSequenceNumber: 2 }),
      checkpointer.checkpoint({ sequenceNumber: '6' }),
      checkpointer.checkpoint('7', 3),
      checkpointer.checkpoint('8'),
      checkpointer.checkpoint(),
      checkpointer.checkpoint(undefined),
    ];
    for (const _ of calls) {
      await settled();
      await reply();
    }
    await Promise.all(calls);
    expect(sent).toEqual([
      { action: 'checkpoint', sequenceNumber: '5', subSequenceNumber: 2 },
      { action: 'checkpoint', sequenceNumber: '6' },
      { action: 'checkpoint', sequenceNumber: '7', subSequenceNumber: 3 },
      { action: 'checkpoint', sequenceNumber: '8' },
      { action: 'checkpoint' },
      { action: 'checkpoint' },
    ]);
  });

  it('of anything else is refused', async () => {
    const { checkpointer } = create();
    const wrong = { sequence: '5' } as unknown as { sequenceNumber: string };
    await expect(checkpointer.checkpoint(wrong)).rejects.toThrow(/takes a record.*not { sequence: '5' }/);
    await expect(checkpointer.checkpoint(null as unknown as undefined)).rejects.toThrow(TypeError);
  });

  it('is asked for one at a time, in the order of the calls', async () => {
    const { checkpointer, sent, reply } = create();
    checkpointer.listen();
    const first = checkpointer.checkpoint('1');
    const second = checkpointer.checkpoint('2');
    await settled();
    expect(sent).toHaveLength(1);
    await reply();
    await first;
    expect(sent).toHaveLength(2);
    await reply();
    await second;
    expect(checkpointer.idle).toBe(true);
  });

  it('between two messages waits for the next one', async () => {
    const { checkpointer, sent, reply } = create();
    const call = checkpointer.checkpoint('1');
    await settled();
    expect(sent).toEqual([]);
    checkpointer.listen();
    await settled();
    expect(sent).toHaveLength(1);
    await reply();
    await call;
  });

  it('that failed does not keep the next from being asked for', async () => {
    const { checkpointer, acknowledged, reply } = create();
    checkpointer.listen();
    const calls = Promise.allSettled([checkpointer.checkpoint('9'), checkpointer.checkpoint('1')]);
    await settled();
    await reply('IllegalArgumentException');
    await reply();
    expect(await calls).toMatchObject([
      {
        status: 'rejected',
        reason: {
          name: 'CheckpointError',
          code: 'IllegalArgumentException',
          retryable: false,
          shardId,
          attempts: 1,
          message: `could not checkpoint ${shardId}: the daemon answered IllegalArgumentException`,
        },
      },
      { status: 'fulfilled' },
    ]);
    expect(acknowledged).toEqual([{ action: 'checkpoint', sequenceNumber: '1' }]);
  });

  it.each(['ThrottlingException', 'KinesisClientLibDependencyException'])(
    'is tried again after %s, as often as it was told',
    async (error) => {
      const { checkpointer, sent, reply } = create();
      checkpointer.listen();
      const patient = checkpointer.withRetry({ attempts: 3, delayMs: 0 });
      const call = patient.checkpoint('1').catch((caught: unknown) => caught);
      for (let attempt = 1; attempt <= 3; attempt++) {
        while (sent.length < attempt) await settled();
        await reply(error);
      }
      expect(await call).toMatchObject({ code: error, retryable: true, attempts: 3 });
      expect(sent).toHaveLength(3);
    },
  );

  it('succeeds when a later attempt does', async () => {
    const { checkpointer, sent, reply } = create();
    checkpointer.listen();
    const call = checkpointer.withRetry({ delayMs: 0 }).checkpoint('1');
    await settled();
    await reply('ThrottlingException');
    while (sent.length < 2) await settled();
    await reply();
    await call;
  });

  it('that waits for its next attempt fails at once when the shard ends', async () => {
    const { checkpointer, reply } = create();
    checkpointer.listen();
    const call = checkpointer.withRetry({ delayMs: 3_600_000 }).checkpoint('1');
    await settled();
    await reply('ThrottlingException');
    checkpointer.end({ code: 'ShutdownException', message: 'the lease is lost' });
    await expect(call).rejects.toMatchObject({ code: 'ShutdownException', attempts: 1 });
  });

  it.each([true, false])('that was asked for (%s) or not fails when the daemon goes', async (asked) => {
    const { checkpointer } = create();
    if (asked) checkpointer.listen();
    const calls = [checkpointer.checkpoint('1'), checkpointer.checkpoint('2')];
    const outcomes = Promise.allSettled(calls);
    await settled();
    checkpointer.end({ code: 'Disconnected', message: 'the daemon went away' });
    const failed = { status: 'rejected', reason: { code: 'Disconnected' } };
    expect(await outcomes).toMatchObject([failed, failed]);
  });

  it('waits until calls made while it waits are settled too', async () => {
    const { checkpointer, sent, reply } = create();
    checkpointer.listen();
    void checkpointer.checkpoint('1').then(() => checkpointer.checkpoint('2'));
    const allSettled = checkpointer.settle();
    await settled();
    await reply();
    await settled();
    expect(sent).toHaveLength(2);
    await reply();
    await allSettled;
  });
});

describe('an answer that nobody waits for', () => {
  it('is told apart', () => {
    const { checkpointer } = create();
    const reply = {
      action: 'checkpoint',
      sequenceNumber: null,
      subSequenceNumber: null,
      error: null,
    } as const;
    expect(checkpointer.receive(reply)).toBe(false);
  });
});

describe('retry options', () => {
  it.each([
    [{ attempts: 0 }, 'attempts is 0; expected an integer from 1'],
    [{ delayMs: -1 }, 'delayMs is -1; expected milliseconds from 0'],
    [{ jitter: 2 }, 'jitter is 2; expected a number from 0 to 1'],
    [{ maxDelayMs: Number.NaN }, 'maxDelayMs is NaN; expected milliseconds from 0'],
  ])('%o are out of range', (options, message) => {
    expect(() => create().checkpointer.withRetry(options)).toThrow(message);
  });
});
