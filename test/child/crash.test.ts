import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProcessRecordsInput } from '../../src/processor/record-processor.js';
import { compareSequence } from '../../src/processor/sequence.js';
import { simulateShard } from '../../src/simulation/simulate-shard.js';

/** What one worker does: how it batches, after which records it checkpoints and how, and where it crashes. */
const worker = fc.record({
  batchSize: fc.integer({ min: 1, max: 7 }),
  checkpoints: fc.array(
    fc.record({ after: fc.nat({ max: 9 }), everything: fc.boolean(), awaited: fc.boolean() }),
  ),
  /** After so many records of its own; beyond the last one it does not crash. */
  crashAfter: fc.nat({ max: 40 }),
});

describe('after a crash at any point', () => {
  it('exactly the records after the last acknowledged checkpoint are delivered again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 30 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(worker, { minLength: 1, maxLength: 4 }),
        async (count, aggregate, workers) => {
          const records = Array.from({ length: count }, (_, i) => `record ${i}`);
          let checkpoint: { sequenceNumber: string; subSequenceNumber: number } | undefined;
          for (const plan of workers) {
            const delivered: { text: string; sequenceNumber: string; subSequenceNumber: number }[] = [];
            const before = checkpoint;
            await simulateShard(crashing(plan, delivered), {
              records,
              aggregate,
              batchSize: plan.batchSize,
              ...(checkpoint ? { startAfter: checkpoint } : {}),
              onCheckpoint: ({ position, error }) => {
                if (error === null) checkpoint = position;
              },
            }).catch((error: unknown) => expect(error).toBe(crash));
            const expected = before ? delivered.filter((r) => compareSequence(r, before) > 0) : delivered;
            expect(delivered).toEqual(expected);
            const first = before ? indexAfter(before, aggregate) : 0;
            expect(delivered.map(({ text }) => text)).toEqual(records.slice(first, first + delivered.length));
            if (delivered.length > 0) continue;
            expect(first).toBe(count);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

const crash = new Error('crash');

/** The place in the list that follows a checkpoint. */
function indexAfter(
  { sequenceNumber, subSequenceNumber }: { sequenceNumber: string; subSequenceNumber: number },
  aggregate: number,
): number {
  return Number(sequenceNumber.slice(2)) * aggregate + subSequenceNumber + 1;
}

type Plan = typeof worker extends fc.Arbitrary<infer T> ? T : never;

function crashing({ checkpoints, crashAfter }: Plan, delivered: object[]) {
  let handled = 0;
  return {
    async processRecords({ records, checkpointer }: ProcessRecordsInput): Promise<void> {
      delivered.push(
        ...records.map((record) => ({
          text: record.text(),
          sequenceNumber: record.sequenceNumber,
          subSequenceNumber: record.subSequenceNumber,
        })),
      );
      for (const [index, record] of records.entries()) {
        for (const { after, everything, awaited } of checkpoints) {
          if (after !== index) continue;
          // going back is refused, and may be
          const call = checkpointer.checkpoint(everything ? undefined : record).catch(() => undefined);
          if (awaited) await call;
        }
        if (++handled > crashAfter) throw crash;
      }
    },
  };
}
