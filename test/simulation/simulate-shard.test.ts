import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { ProcessRecordsInput, RecordProcessor } from '../../src/processor/record-processor.js';
import { simulateShard } from '../../src/testing.js';

const each: RecordProcessor = {
  processRecords: ({ records, checkpointer }: ProcessRecordsInput) =>
    checkpointer.withRetry({ delayMs: 0 }).checkpoint(records.at(-1)),
};

const numberOf = (sequenceNumber: string | undefined): number => Number(sequenceNumber?.slice(2));

describe('a simulated shard', () => {
  it('delivers the records in batches, with ascending sequence numbers, and stops as a worker does', async () => {
    const batches: unknown[][] = [];
    const seen: string[] = [];
    const result = await simulateShard(
      {
        initialize: ({ shardId, sequenceNumber }) => void seen.push(`${shardId} ${sequenceNumber ?? ''}`),
        processRecords: ({ records, millisBehindLatest }) =>
          void batches.push([...records.map((record) => record.text()), millisBehindLatest]),
        shutdownRequested: () => void seen.push('shutdownRequested'),
        leaseLost: () => void seen.push('leaseLost'),
      },
      { records: ['a', Buffer.from('b'), { data: 'c', partitionKey: 'k' }], batchSize: 2 },
    );
    expect(batches).toEqual([
      ['a', 'b', 1000],
      ['c', 0],
    ]);
    expect(seen).toEqual(['shardId-000000000000 TRIM_HORIZON', 'shutdownRequested', 'leaseLost']);
    expect(result).toEqual({
      end: 'shutdown',
      batches: 2,
      records: 3,
      checkpoint: undefined,
      checkpoints: [],
      warnings: [],
    });
  });

  it('numbers the records of an aggregate, and never tears one apart', async () => {
    const batches: number[][][] = [];
    await simulateShard(
      {
        processRecords: ({ records }) =>
          void batches.push(
            records.map(({ sequenceNumber, subSequenceNumber }) => [
              numberOf(sequenceNumber),
              subSequenceNumber,
            ]),
          ),
      },
      { records: 'abcdefg', aggregate: 3, batchSize: 2 },
    );
    expect(batches).toEqual([
      [
        [0, 0],
        [0, 1],
        [0, 2],
      ],
      [
        [1, 0],
        [1, 1],
        [1, 2],
      ],
      [[2, 0]],
    ]);
  });

  it('goes on after a checkpoint', async () => {
    const seen: string[] = [];
    const first = await simulateShard(each, {
      records: 'abcd',
      batchSize: 2,
      inject: [{ what: 'shutdown', batch: 1 }],
    });
    await simulateShard(
      { processRecords: ({ records }) => void seen.push(...records.map((record) => record.text())) },
      { records: 'abcd', ...(first.checkpoint ? { startAfter: first.checkpoint } : {}) },
    );
    expect(seen).toEqual(['c', 'd']);
  });

  it('refuses checkpoints outside of what is done and delivered, as the KCL does', async () => {
    const errors: unknown[] = [];
    await simulateShard(
      {
        async processRecords({ checkpointer }) {
          for (const sequenceNumber of ['48'.padEnd(56, '0'), '9'.repeat(56), '4x']) {
            await checkpointer.checkpoint(sequenceNumber).catch((error: unknown) => errors.push(error));
          }
          await checkpointer.checkpoint();
        },
      },
      { records: 'abcd', batchSize: 2 },
    );
    expect(errors).toHaveLength(5);
    for (const error of errors) expect(error).toMatchObject({ code: 'IllegalArgumentException' });
  });

  it('throttles checkpoints of a batch', async () => {
    const { checkpoints, end } = await simulateShard(each, {
      records: 'abcd',
      batchSize: 2,
      inject: [
        { what: 'throttle', batch: 2 },
        { what: 'throttle', batch: 2 },
      ],
    });
    expect(checkpoints.map(({ error }) => error)).toEqual([
      null,
      'ThrottlingException',
      'ThrottlingException',
      null,
    ]);
    expect(end).toBe('shutdown');
  });

  it('gives the shard to another worker during a batch', async () => {
    const { checkpoints, end, warnings, batches } = await simulateShard(each, {
      records: 'abcdef',
      batchSize: 2,
      inject: [{ what: 'lease-lost', batch: 2 }],
    });
    expect(checkpoints.map(({ error }) => error)).toEqual([null, 'ShutdownException']);
    expect(end).toBe('lease-lost');
    expect(batches).toBe(2);
    expect(warnings).toEqual([expect.stringContaining('another worker')]);
  });

  it.each([undefined, 1])('ends (at batch %s)', async (batch) => {
    const { checkpoint, end, batches } = await simulateShard(each, {
      records: 'abcd',
      batchSize: 2,
      inject: [{ what: 'shard-end', ...(batch === undefined ? {} : { batch }) }],
    });
    expect(end).toBe('shard-end');
    expect(checkpoint).toEqual({ sequenceNumber: 'SHARD_END', subSequenceNumber: 0 });
    expect(batches).toBe(batch ?? 2);
  });

  it('fails with the error of the processor', async () => {
    const failure = new Error('no');
    const processor = () => ({ processRecords: () => Promise.reject(failure) });
    await expect(simulateShard(processor, { records: 'a' })).rejects.toBe(failure);
  });

  it('refuses what is no processor', async () => {
    await expect(simulateShard({} as RecordProcessor, { records: [] })).rejects.toThrow(
      'an object with nothing in it',
    );
  });

  it.each([
    [{ batchSize: 0 }, 'batchSize is 0; expected an integer from 1'],
    [{ aggregate: 0 }, 'aggregate is 0; expected an integer from 1'],
    [{ aggregate: 1.5 }, 'aggregate is 1.5; expected an integer from 1'],
    [{ startAfter: { sequenceNumber: 'nowhere' } }, '"nowhere" is no sequence number'],
  ])('refuses options out of range: %o', async (options, message) => {
    await expect(simulateShard(each, { records: 'ab', ...options })).rejects.toThrow(
      expect.objectContaining({ name: 'RangeError', message: expect.stringContaining(message) as string }),
    );
  });

  it('stops the worker in the middle of a batch: the signal fires, and what is given up is for the next worker', async () => {
    const records = ['a', 'b', 'c'];
    const seen: string[] = [];
    const stopped = await simulateShard(
      {
        async processRecords({ records: [record], signal }) {
          seen.push(record?.text() ?? '');
          if (record?.text() !== 'b') return;
          if (!signal.aborted) await once(signal, 'abort');
          signal.throwIfAborted();
        },
        shutdownRequested: ({ checkpointer }) => checkpointer.checkpoint(),
      },
      { records, batchSize: 1, inject: [{ what: 'stop', batch: 2 }] },
    );
    expect(seen).toEqual(['a', 'b']);
    expect(stopped.end).toBe('shutdown');
    const next = await simulateShard(each, { records, startAfter: stopped.checkpoint ?? never() });
    expect(next.records).toBe(2);
  });
});

function never(): never {
  throw new Error('there is no checkpoint');
}
