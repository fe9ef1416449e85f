import { once } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Checkpointer } from '../../src/processor/checkpointer.js';
import { forEachRecord } from '../../src/processor/for-each-record.js';
import { InvalidRecordError } from '../../src/processor/invalid-record-error.js';
import { periodicCheckpointer } from '../../src/processor/periodic-checkpointer.js';
import type { KinesisClientRecord } from '../../src/processor/record.js';
import { compareSequence, type SequencePosition } from '../../src/processor/sequence.js';
import { decodeMessage } from '../../src/child/codec.js';

function list(
  count: number,
  keys = 1,
  { aggregate = 1, keys: keyOf = [] as readonly number[] } = {},
): KinesisClientRecord[] {
  const records = Array.from({ length: count }, (_, i) => ({
    data: Buffer.from(String(i)).toString('base64'),
    partitionKey: `key-${keyOf[i] ?? i % keys}`,
    sequenceNumber: String(Math.floor(i / aggregate)),
    subSequenceNumber: i % aggregate,
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

function never(): never {
  throw new Error('there is none');
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

  it('ends at the last record, whatever is tried again or given up, and never passes an unfinished one: with aggregated records, keys, counts and a signal', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ turns: fc.nat({ max: 3 }), failures: fc.nat({ max: 3 }), key: fc.nat({ max: 3 }) }),
          {
            minLength: 1,
            maxLength: 20,
          },
        ),
        fc.record({
          concurrency: fc.integer({ min: 1, max: 5 }),
          checkpointEveryRecords: fc.integer({ min: 1, max: 5 }),
          aggregate: fc.integer({ min: 1, max: 4 }),
          abortAfter: fc.option(fc.nat({ max: 20 })),
          acrossBatches: fc.boolean(),
        }),
        async (plan, { concurrency, checkpointEveryRecords, aggregate, abortAfter, acrossBatches }) => {
          const records = list(plan.length, 4, { aggregate, keys: plan.map(({ key }) => key) });
          const done = new Set<KinesisClientRecord>();
          const asked: SequencePosition[] = [];
          const checkpointer: Checkpointer = {
            async checkpoint(position?: SequencePosition | string) {
              if (typeof position !== 'object') throw new Error('expected a position');
              await turn();
              for (const record of records) {
                if (compareSequence(record, position) <= 0) expect(done).toContain(record);
              }
              asked.push(position);
            },
            withRetry: () => checkpointer,
          };
          const stop = new AbortController();
          const begun: KinesisClientRecord[] = [];
          const dead: KinesisClientRecord[] = [];
          const progress = acrossBatches
            ? { progress: periodicCheckpointer({ everyMs: 1e9, everyRecords: checkpointEveryRecords }) }
            : { checkpointEveryRecords };
          const work = forEachRecord(
            { records, millisBehindLatest: 0, checkpointer, signal: stop.signal },
            {
              concurrency,
              ...progress,
              inOrderOf: 'partitionKey',
              retry: { attempts: 2, delayMs: 0 },
              onDeadLetter(record) {
                dead.push(record);
                done.add(record);
              },
            },
            async (record, { attempt }) => {
              const { turns, failures } = plan[records.indexOf(record)] ?? { turns: 0, failures: 0 };
              if (attempt === 1) begun.push(record);
              for (let i = 0; i < turns; i++) await turn();
              if (attempt <= failures) throw new Error('no');
              done.add(record);
              if (done.size === abortAfter) stop.abort();
            },
          );
          if (stop.signal.aborted) await work.catch(() => undefined);
          else await work.catch((error: unknown) => expect(error).toBe(stop.signal.reason));
          for (const key of [0, 1, 2, 3].map((i) => `key-${i}`)) {
            const ofKey = records.filter(({ partitionKey }) => partitionKey === key);
            const begunOfKey = begun.filter(({ partitionKey }) => partitionKey === key);
            expect(begunOfKey).toEqual(ofKey.slice(0, begunOfKey.length));
          }
          for (const [i, record] of records.entries()) {
            if (done.has(record)) expect(dead.includes(record)).toBe((plan[i]?.failures ?? 0) > 1);
          }
          const sorted = [...asked].sort(compareSequence);
          expect(asked).toEqual(sorted);
          if (done.size < records.length) return;
          if (acrossBatches) await progress.progress?.checkpointNow(checkpointer);
          expect(
            compareSequence(asked.at(-1) ?? { sequenceNumber: 'LATEST' }, records.at(-1) ?? never()),
          ).toBe(0);
        },
      ),
      { numRuns: 200 },
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
    [{ checkpointEveryRecords: 0 }, 'checkpointEveryRecords is 0; expected an integer from 1'],
    [{ retry: { attempts: 0 } }, 'attempts is 0; expected an integer from 1'],
    [{ checkpointEveryMs: Number.NaN }, 'checkpointEveryMs is NaN; expected milliseconds from 0'],
  ])('refuses options out of range: %o', async (options, message) => {
    await expect(forEachRecord([], { concurrency: 1, ...options }, () => undefined)).rejects.toThrow(message);
  });
});

describe('a record that fails', () => {
  it('is tried again as often as it may, each attempt with its number, and is done when one succeeds', async () => {
    const { asked, checkpointer } = recording();
    const attempts: string[] = [];
    await forEachRecord(
      list(2),
      { checkpointer, retry: { attempts: 3, delayMs: 0 } },
      ({ sequenceNumber }, { attempt }) => {
        attempts.push(`${sequenceNumber}: ${attempt}`);
        if (sequenceNumber === '0' && attempt < 3) throw new Error('no');
      },
    );
    expect(attempts).toEqual(['0: 1', '0: 2', '0: 3', '1: 1']);
    expect(asked).toEqual(['1']);
  });

  it('goes to the dead letters with its error after the last attempt, and the others go on', async () => {
    const { asked, checkpointer } = recording();
    const dead: string[] = [];
    await forEachRecord(
      list(3),
      {
        checkpointer,
        retry: { attempts: 2, delayMs: 0 },
        onDeadLetter: (record, error) => void dead.push(`${record.sequenceNumber}: ${String(error)}`),
      },
      ({ sequenceNumber }, { attempt }) => {
        if (sequenceNumber === '1') throw new RangeError(`attempt ${attempt}`);
      },
    );
    expect(dead).toEqual(['1: RangeError: attempt 2']);
    expect(asked).toEqual(['2']);
  });

  it('is not done when nobody takes its dead letter', async () => {
    const { asked, checkpointer } = recording();
    const work = forEachRecord(
      list(3),
      { checkpointer, onDeadLetter: () => Promise.reject(new Error('the queue is gone')) },
      ({ sequenceNumber }) => {
        if (sequenceNumber === '1') throw new Error('no');
      },
    );
    await expect(work).rejects.toThrow('the queue is gone');
    expect(asked).toEqual(['0']);
  });

  it('is not tried again for an error that is not worth it, such as data that is not as expected', async () => {
    let attempts = 0;
    const retry = { attempts: 5, delayMs: 0, when: (error: unknown) => !(error instanceof RangeError) };
    for (const error of [
      new RangeError('400'),
      new InvalidRecordError(
        { sequenceNumber: '0', subSequenceNumber: 0 },
        { shardId: undefined, issues: [{ path: '', message: 'not JSON' }] },
      ),
    ]) {
      const work = forEachRecord(list(1), { retry }, () => {
        attempts++;
        throw error;
      });
      await expect(work).rejects.toBe(error);
    }
    expect(attempts).toBe(2);
  });
});

describe('the signal', () => {
  it('keeps further records from being begun, and waits neither for a pause nor for a handler that uses it', async () => {
    const { asked, checkpointer } = recording();
    const stop = new AbortController();
    const begun: string[] = [];
    const work = forEachRecord(
      list(10),
      {
        concurrency: 3,
        checkpointer,
        signal: stop.signal,
        retry: { delayMs: 600_000 },
        onDeadLetter: () => expect.unreachable(),
      },
      async ({ sequenceNumber }, { signal }) => {
        begun.push(sequenceNumber);
        if (sequenceNumber === '1') throw new Error('tried again in ten minutes');
        if (sequenceNumber === '2') await once(signal, 'abort').then(() => signal.throwIfAborted());
        if (begun.length === 4) stop.abort();
      },
    );
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    expect(begun).toEqual(['0', '1', '2', '3']);
    expect(asked).toEqual(['0']);
  });

  it('changes nothing when all records are done', async () => {
    const { asked, checkpointer } = recording();
    const stop = new AbortController();
    await forEachRecord(list(2), { checkpointer, signal: stop.signal }, ({ sequenceNumber }) => {
      if (sequenceNumber === '1') stop.abort();
    });
    expect(asked).toEqual(['1']);
  });
});
