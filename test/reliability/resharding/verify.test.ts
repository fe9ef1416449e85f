import { describe, expect, it } from 'vitest';
import type { Session } from '../ledger/sessions.js';
import { outOfOrder, startedTooEarly } from './verify.js';

interface Brief {
  readonly shardId: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Number of a record -> when it was processed. */
  readonly processed?: Record<number, number>;
}

function session({ shardId, startedAt, endedAt, processed = {} }: Brief): Session {
  return {
    worker: 'a',
    shardId,
    startedAt: BigInt(startedAt),
    endedAt: endedAt === undefined ? undefined : BigInt(endedAt),
    acknowledged: [],
    processed: Object.entries(processed).map(([number, at]) => ({
      number: Number(number),
      sequenceNumber: number,
      subSequenceNumber: 0,
      at: BigInt(at),
    })),
  };
}

describe('the check that children start after their parents', () => {
  const parents = [
    session({ shardId: 'p', startedAt: 1, endedAt: 10 }),
    // Another worker had begun it again and ended it, too.
    session({ shardId: 'p', startedAt: 5, endedAt: 20 }),
  ];
  const descents = [{ shardId: 'c', parents: ['p'] }];

  it('finds nothing where the end of the parent was reached before', () => {
    expect(startedTooEarly([...parents, session({ shardId: 'c', startedAt: 11 })], descents)).toEqual([]);
  });

  it('finds a child that was begun too early, or whose parent has not ended at all', () => {
    const found = ['c was begun before the end of p was reached'];
    expect(startedTooEarly([...parents, session({ shardId: 'c', startedAt: 9 })], descents)).toEqual(found);
    const unended = [session({ shardId: 'p', startedAt: 1 }), session({ shardId: 'c', startedAt: 9 })];
    expect(startedTooEarly(unended, descents)).toEqual(found);
  });

  it('looks at both parents of a merge', () => {
    const merge = [{ shardId: 'm', parents: ['p', 'q'] }];
    const sessions = [
      ...parents,
      session({ shardId: 'q', startedAt: 1, endedAt: 50 }),
      session({ shardId: 'm', startedAt: 30 }),
    ];
    expect(startedTooEarly(sessions, merge)).toEqual(['m was begun before the end of q was reached']);
  });
});

describe('the check of the order within a partition key', () => {
  const produced = [0, 1, 2, 3].map((number) => ({
    number,
    partitionKey: `key ${number % 2}`,
    shardId: 'p',
    sequenceNumber: String(number),
  }));

  it('finds nothing where each came after the one before, in whichever shard', () => {
    const sessions = [
      session({ shardId: 'p', startedAt: 1, processed: { 0: 2, 1: 9 } }),
      session({ shardId: 'c', startedAt: 3, processed: { 2: 4, 3: 9 } }),
    ];
    expect(outOfOrder(produced, sessions)).toEqual([]);
  });

  it('does not mind that one came again', () => {
    const sessions = [
      session({ shardId: 'p', startedAt: 1, processed: { 0: 2, 1: 2, 2: 3, 3: 3 } }),
      session({ shardId: 'p', startedAt: 4, processed: { 0: 5, 1: 5 } }),
    ];
    expect(outOfOrder(produced, sessions)).toEqual([]);
  });

  it('finds one that came before an earlier one of its key', () => {
    const sessions = [
      session({ shardId: 'p', startedAt: 1, processed: { 0: 5, 1: 5 } }),
      session({ shardId: 'c', startedAt: 1, processed: { 2: 4, 3: 6 } }),
    ];
    expect(outOfOrder(produced, sessions)).toEqual(['record 2 came before an earlier one of key 0']);
  });
});
