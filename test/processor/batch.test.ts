import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { batch } from '../../src/processor/batch.js';
import type { Checkpointer } from '../../src/processor/checkpointer.js';
import type { KinesisClientRecord } from '../../src/processor/record.js';
import type { SequencePosition } from '../../src/processor/sequence.js';
import { decodeMessage } from '../../src/child/codec.js';
import { simulateShard } from '../../src/testing.js';

const texts = (records: readonly KinesisClientRecord[]): string =>
  records.map((record) => record.text()).join('');
const placeOf = (position: SequencePosition | undefined): number => Number(position?.sequenceNumber.slice(2));

describe('batches by size', () => {
  it('are full, across what the daemon delivers, and the rest comes when the worker stops', async () => {
    const seen: string[] = [];
    const { checkpoints, checkpoint } = await simulateShard(
      batch({ size: 4 }, (records) => void seen.push(texts(records))),
      { records: 'abcdefghij', batchSize: 3 },
    );
    expect(seen).toEqual(['abcd', 'efgh', 'ij']);
    expect(placeOf(checkpoint)).toBe(9);
    expect(checkpoints.map(({ position }) => placeOf(position))).toEqual([3, 7, 9]);
  });

  it('may be bounded by bytes', async () => {
    const seen: string[] = [];
    await simulateShard(
      batch({ bytes: 4 }, (records) => void seen.push(texts(records))),
      { records: ['aaa', 'bb', 'cccc', 'd'] },
    );
    expect(seen).toEqual(['aaabb', 'cccc', 'd']);
  });

  it('checkpoint the place within an aggregated record', async () => {
    const { checkpoints } = await simulateShard(
      batch({ size: 4 }, () => undefined),
      { records: 'abcdef', aggregate: 3 },
    );
    expect(checkpoints.map(({ position }) => [placeOf(position), position?.subSequenceNumber])).toEqual([
      [1, 0],
      [1, 2],
    ]);
    const next = await simulateShard(
      batch({ size: 4 }, () => undefined),
      {
        records: 'abcdef',
        aggregate: 3,
        startAfter: { sequenceNumber: checkpoints[0]?.position?.sequenceNumber ?? '', subSequenceNumber: 0 },
      },
    );
    expect(next.records).toBe(2);
  });

  it('are handled at the end of a shard, before its end is checkpointed', async () => {
    const seen: string[] = [];
    const { end, checkpoints } = await simulateShard(
      batch({ size: 100 }, (records) => void seen.push(texts(records))),
      { records: 'abc', inject: [{ what: 'shard-end' }] },
    );
    expect(seen).toEqual(['abc']);
    expect(end).toBe('shard-end');
    expect(checkpoints).toHaveLength(1);
  });

  it('are not handled when another worker has the shard', async () => {
    const handle = vi.fn();
    await simulateShard(batch({ size: 100 }, handle), {
      records: 'abc',
      inject: [{ what: 'lease-lost', batch: 1 }],
    });
    expect(handle).not.toHaveBeenCalled();
  });

  it('are tried again, then go to the dead letters with their error', async () => {
    const dead: string[] = [];
    const attempts: number[] = [];
    const { checkpoint } = await simulateShard(
      batch(
        {
          size: 2,
          retry: { attempts: 2, delayMs: 0 },
          onDeadLetter: (records, error) => void dead.push(`${texts(records)}: ${String(error)}`),
        },
        (records, { attempt }) => {
          if (texts(records) !== 'ab') return;
          attempts.push(attempt);
          throw new Error('no');
        },
      ),
      { records: 'abcd' },
    );
    expect(attempts).toEqual([1, 2]);
    expect(dead).toEqual(['ab: Error: no']);
    expect(placeOf(checkpoint)).toBe(3);
  });

  it('that fail end the worker, and nothing of them is checkpointed', async () => {
    const checkpoints: number[] = [];
    const work = simulateShard(
      batch({ size: 2 }, (records) => {
        if (texts(records) === 'cd') throw new Error('the database is gone');
      }),
      {
        records: 'abcdef',
        batchSize: 2,
        onCheckpoint: ({ position }) => checkpoints.push(placeOf(position)),
      },
    );
    await expect(work).rejects.toThrow('the database is gone');
    expect(checkpoints).toEqual([1]);
  });

  it('hold each record once when the call is made again after an error', async () => {
    const seen: string[] = [];
    let failures = 0;
    await simulateShard(
      batch({ size: 2 }, (records) => {
        if (texts(records) === 'cd' && failures++ < 2) throw new Error('not yet');
        seen.push(texts(records));
      }),
      { records: 'abcde', onError: { retry: 3 } },
    );
    expect(seen).toEqual(['ab', 'cd', 'e']);
  });

  it('are given up when the worker stops, and are for the next one', async () => {
    const { checkpoint } = await simulateShard(
      batch({ size: 2 }, async (records, { signal }) => {
        if (texts(records) !== 'cd') return;
        if (!signal.aborted) await once(signal, 'abort');
        signal.throwIfAborted();
      }),
      { records: 'abcdef', batchSize: 2, inject: [{ what: 'stop', batch: 2 }] },
    );
    expect(placeOf(checkpoint)).toBe(1);
  });

  it.each([
    [{ size: 0 }, 'size is 0; expected an integer from 1'],
    [{ bytes: 0 }, 'bytes is 0; expected a number above 0'],
    [{ everyMs: -1 }, 'everyMs is -1; expected milliseconds from 0'],
    [{ checkpointEveryMs: Number.NaN }, 'checkpointEveryMs is NaN; expected milliseconds from 0'],
  ])('refuse options out of range: %o', (options, message) => {
    expect(() => batch(options, () => undefined)).toThrow(message);
  });
});

describe('batches by time', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function start(handle: Parameters<typeof batch>[1], everyMs = 5_000) {
    const asked: string[] = [];
    const checkpointer: Checkpointer = {
      checkpoint(position?: SequencePosition | string) {
        asked.push(typeof position === 'object' ? position.sequenceNumber : String(position));
        return Promise.resolve();
      },
      withRetry: () => checkpointer,
    };
    const processor = batch({ size: 100, everyMs }, handle)({ shardId: 'shardId-000000000000' });
    const signal = new AbortController().signal;
    const deliver = (...data: string[]): unknown =>
      processor.processRecords({ records: toRecords(data), millisBehindLatest: 0, checkpointer, signal });
    const stop = (): unknown => processor.shutdownRequested?.({ checkpointer });
    return { asked, deliver, stop, processor };
  }

  it('wait for the first of their records for so long, and are checkpointed in the next call', async () => {
    const seen: string[] = [];
    const { asked, deliver } = start((records) => void seen.push(texts(records)));
    await deliver('a', 'b');
    await vi.advanceTimersByTimeAsync(4_000);
    await deliver('c');
    await vi.advanceTimersByTimeAsync(999);
    expect(seen).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual(['abc']);
    expect(asked).toEqual([]);
    await deliver();
    expect(asked).toEqual(['c'.charCodeAt(0).toString()]);
  });

  it('hold the next call back until they are handled', async () => {
    const seen: string[] = [];
    const { deliver } = start(async (records) => {
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      seen.push(texts(records));
    });
    await deliver('a');
    await vi.advanceTimersByTimeAsync(6_000);
    let isDone = false;
    const next = Promise.resolve(deliver('b')).then(() => (isDone = true));
    await vi.advanceTimersByTimeAsync(8_000);
    expect(isDone).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    await next;
    expect(seen).toEqual(['a']);
  });

  it('that fail are told by the next call', async () => {
    const { deliver, stop } = start(() => {
      throw new Error('the database is gone');
    });
    await deliver('a');
    await vi.advanceTimersByTimeAsync(5_000);
    await expect(deliver('b')).rejects.toThrow('the database is gone');
    await expect(stop()).rejects.toThrow('the database is gone');
  });

  it('leave no timer behind', async () => {
    const { deliver, processor } = start(() => undefined);
    await deliver('a');
    await processor.leaseLost?.({});
    expect(vi.getTimerCount()).toBe(0);
  });
});

function toRecords(data: readonly string[]): readonly KinesisClientRecord[] {
  const records = data.map((text) => ({
    data: Buffer.from(text).toString('base64'),
    partitionKey: 'k',
    sequenceNumber: String(text.charCodeAt(0)),
  }));
  const line = Buffer.from(JSON.stringify({ action: 'processRecords', records }));
  const message = decodeMessage(line, () => () => undefined);
  return message.action === 'processRecords' ? message.records : [];
}
