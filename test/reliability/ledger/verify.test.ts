import { describe, expect, it } from 'vitest';
import type { Session } from './sessions.js';
import { violations, type Evidence, type Stored } from './verify.js';

const shardId = 'shardId-000000000000';
const ten = Array.from({ length: 10 }, (_, number) => ({
  number,
  partitionKey: 'key',
  shardId,
  sequenceNumber: String(100 + number),
}));

const at = (number: number): { sequenceNumber: string; subSequenceNumber: number } => ({
  sequenceNumber: String(100 + number),
  subSequenceNumber: 0,
});

/** A session that was given `numbers` and had checkpoints acknowledged: number of the record -> time. */
function session(
  startedAt: number,
  numbers: readonly number[],
  acknowledged: Record<number, number> = {},
): Session {
  return {
    worker: 'a',
    shardId,
    startedAt: BigInt(startedAt),
    endedAt: undefined,
    processed: numbers.map((number) => ({ number, ...at(number), at: BigInt(startedAt) })),
    acknowledged: Object.entries(acknowledged).map(([number, time]) => ({
      ...at(Number(number)),
      at: BigInt(time),
    })),
  };
}

function stored(...numbers: readonly number[]): Stored[] {
  return numbers.map((number) => ({ shardId, ...at(number) }));
}

const good: Evidence = {
  produced: ten,
  // Killed after its checkpoint at record 3: records 4 and 5 come again, and rightly so.
  sessions: [
    session(1_000, [0, 1, 2, 3, 4, 5], { 1: 1_100, 3: 1_200 }),
    session(2_000, [4, 5, 6, 7, 8, 9], { 9: 2_100 }),
  ],
  stored: stored(1, 3, 3, 9),
};

describe('the check of the ledgers', () => {
  it('finds nothing where only records after the last acknowledged checkpoint came again', () => {
    expect(violations(good)).toEqual([]);
  });

  it('finds a record that nobody processed', () => {
    const sessions = [session(1_000, [0, 1, 2, 3, 4, 5, 6, 7, 8])];
    expect(violations({ ...good, sessions })).toEqual([`record 9 of ${shardId} was never processed`]);
  });

  it('finds a record left out, also when another session has processed it', () => {
    const sessions = [session(1_000, [0, 1, 2, 4, 5]), session(2_000, [3, 4, 5, 6, 7, 8, 9])];
    expect(violations({ ...good, sessions })).toEqual([`record 4 of ${shardId} came out of its place`]);
  });

  it('finds a record that came twice in one session, and one of another shard', () => {
    const other = { number: 10, partitionKey: 'key', shardId: 'shardId-000000000001', sequenceNumber: '110' };
    const sessions = [session(1_000, [0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])];
    expect(violations({ ...good, produced: [...ten, other], sessions })).toEqual([
      `record 1 of ${shardId} came out of its place`,
      `record 10 is not one that was put into ${shardId}`,
    ]);
  });

  it('finds a record that came again although a checkpoint that covers it was acknowledged', () => {
    const sessions = [good.sessions[0]!, session(2_000, [3, 4, 5, 6, 7, 8, 9])];
    expect(violations({ ...good, sessions })).toEqual([
      `record 3 of ${shardId} was processed again, by a session that started after a checkpoint that covers it was acknowledged`,
    ]);
  });

  it('lets a record come again to a session that had started before the checkpoint was acknowledged', () => {
    const sessions = [
      session(1_000, [0, 1, 2, 3], { 3: 1_200 }),
      session(1_100, [2, 3, 4, 5, 6, 7, 8, 9], { 9: 2_000 }),
    ];
    expect(violations({ ...good, sessions })).toEqual([]);
  });

  it('finds an acknowledged checkpoint that lies before an earlier session does', () => {
    const sessions = [
      session(1_000, [0, 1, 2, 3], { 3: 2_500 }),
      session(2_000, [1, 2, 3, 4, 5, 6, 7, 8, 9], { 1: 2_600 }),
    ];
    expect(violations({ ...good, sessions })).toEqual([
      `the acknowledged checkpoint of ${shardId} moved back from 103 to 101`,
    ]);
  });

  it('finds a checkpoint that moved back in the lease table, but not its first one after TRIM_HORIZON', () => {
    const first = { shardId, sequenceNumber: 'TRIM_HORIZON', subSequenceNumber: 0 };
    expect(violations({ ...good, stored: [first, ...stored(1, 3, 2, 9)] })).toEqual([
      `the stored checkpoint of ${shardId} moved back from 103 to 102`,
    ]);
  });
});
