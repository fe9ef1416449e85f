import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Checkpointer } from '../../src/processor/checkpointer.js';
import { forEachRecord } from '../../src/processor/for-each-record.js';
import type { KinesisClientRecord } from '../../src/processor/record.js';
import { decodeMessage } from '../../src/child/codec.js';

function list(count: number, keys = 1): KinesisClientRecord[] {
  const records = Array.from({ length: count }, (_, i) => ({
    data: Buffer.from(String(i)).toString('base64'),
    partitionKey: `key-${i % keys}`,
    sequenceNumber: String(i),
  }));
  const line = Buffer.from(JSON.stringify({ action: 'processRecords', records }));
  const message = decodeMessage(line, () => () => undefined);
  return message.action === 'processRecords' ? [...message.records] : [];
}

function recording() {
  const asked: string[] = [];
  const checkpointer: Checkpointer = {
    checkpoint(position?: { sequenceNumber: string } | string) {
      asked.push(typeof position === 'object' ? position.sequenceNumber : String(position));
      return Promise.resolve();
    },
    withRetry: () => checkpointer,
  };
  return { asked, checkpointer };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('handling the records of a batch', () => {
  it('handles as many at once as it may, and no more', async () => {
    let running = 0;
    let most = 0;
    await forEachRecord(list(20), { concurrency: 4 }, async () => {
      most = Math.max(most, ++running);
      await turn();
      running--;
    });
    expect(most).toBe(4);
  });

  it('checkpoints the last record when all are done, and nothing in an empty batch', async () => {
    const { asked, checkpointer } = recording();
    await forEachRecord([], { concurrency: 2, checkpointer }, () => undefined);
    await forEachRecord(list(5), { concurrency: 2, checkpointer }, () => undefined);
    expect(asked).toEqual(['4']);
  });

  it('never checkpoints past a record that is not done, in whatever order they finish', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 6 }),
        fc.option(fc.nat({ max: 24 })),
        async (turns, concurrency, failing) => {
          const done = new Set<string>();
          const begun = new Set<string>();
          const checkpointer: Checkpointer = {
            checkpoint(position?: { sequenceNumber: string } | string) {
              const upTo = Number(typeof position === 'object' ? position.sequenceNumber : position);
              for (let i = 0; i <= upTo; i++) expect(done).toContain(String(i));
              return Promise.resolve();
            },
            withRetry: () => checkpointer,
          };
          const work = forEachRecord(
            list(turns.length),
            { concurrency, checkpointer, checkpointEveryMs: 0 },
            async ({ sequenceNumber }) => {
              begun.add(sequenceNumber);
              const index = Number(sequenceNumber);
              for (let i = 0; i < (turns[index] ?? 0); i++) await turn();
              if (index === failing) throw new Error('no');
              done.add(sequenceNumber);
            },
          );
          if (failing !== null && failing < turns.length) await expect(work).rejects.toThrow('no');
          else await work;
          // whatever was begun has come to its end before it settles
          const failed = begun.size - done.size;
          expect(failed).toBe(failing !== null && failing < turns.length ? 1 : 0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('checkpoints what came before the record that failed', async () => {
    const { asked, checkpointer } = recording();
    const work = forEachRecord(list(10), { concurrency: 3, checkpointer }, ({ sequenceNumber }) => {
      if (sequenceNumber === '4') throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(asked).toEqual(['3']);
  });

  it('keeps the order of records that belong together', async () => {
    const seen: KinesisClientRecord[] = [];
    const records = list(30, 3);
    await forEachRecord(
      records,
      { concurrency: 10, inOrderOf: ({ partitionKey }) => partitionKey },
      async (record) => {
        await turn();
        seen.push(record);
      },
    );
    for (const key of ['key-0', 'key-1', 'key-2']) {
      const ofKey = (all: KinesisClientRecord[]) => all.filter(({ partitionKey }) => partitionKey === key);
      expect(ofKey(seen)).toEqual(ofKey(records));
    }
  });

  it.each([
    [{ concurrency: 0 }, 'concurrency is 0; expected an integer from 1'],
    [{ checkpointEveryMs: -1 }, 'checkpointEveryMs is -1; expected milliseconds from 0'],
    [{ checkpointEveryMs: Number.NaN }, 'checkpointEveryMs is NaN; expected milliseconds from 0'],
  ])('refuses options out of range: %o', async (options, message) => {
    await expect(forEachRecord([], { concurrency: 1, ...options }, () => undefined)).rejects.toThrow(message);
  });
});
