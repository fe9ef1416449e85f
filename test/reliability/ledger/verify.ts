import { compareSequence } from '../../../src/processor/sequence.js';
import type { Produced } from '../produce.js';
import type { Position, Session } from './sessions.js';

/** A checkpoint as the lease table had it. */
export interface Stored extends Position {
  readonly shardId: string;
}

export interface Evidence {
  readonly produced: readonly Produced[];
  /** In the order in which they were started. */
  readonly sessions: readonly Session[];
  /** In the order in which it was looked at. */
  readonly stored: readonly Stored[];
}

/**
 * What of an at-least-once delivery was broken, a sentence each; nothing if all of this holds:
 *
 * - every record that was produced was processed;
 * - a session gets its shard's records in their order, none left out and none twice;
 * - the checkpoints of a shard never move back, neither as they were acknowledged nor in the lease table;
 * - a record is processed again only if no checkpoint that covers it was acknowledged before the session started.
 */
export function violations({ produced, sessions, stored }: Evidence): string[] {
  return [
    ...lost(produced, sessions),
    ...outOfStep(produced, sessions),
    ...movedBack('acknowledged', sessions.flatMap(acknowledgedBy)),
    ...movedBack('stored', stored),
    ...tooEarly(sessions),
  ];
}

/** The records that no session has processed, so far. */
export function lost(produced: readonly Produced[], sessions: readonly Session[]): string[] {
  const processed = new Set(sessions.flatMap((session) => session.processed.map(({ number }) => number)));
  return produced
    .filter(({ number }) => !processed.has(number))
    .map(({ number, shardId }) => `record ${number} of ${shardId} was never processed`);
}

function outOfStep(produced: readonly Produced[], sessions: readonly Session[]): string[] {
  const places = placesInShards(produced);
  return sessions.flatMap(({ shardId, processed }) => {
    const found = processed.map(({ sequenceNumber }) => places.get(`${shardId} ${sequenceNumber}`));
    return processed.flatMap(({ number }, at) => {
      const place = found[at];
      if (place === undefined) return [`record ${number} is not one that was put into ${shardId}`];
      const before = at === 0 ? place - 1 : found[at - 1];
      return before === place - 1 ? [] : [`record ${number} of ${shardId} came out of its place`];
    });
  });
}

/** The how-manieth record of its shard each one is. */
function placesInShards(produced: readonly Produced[]): Map<string, number> {
  const shards = new Map<string, Produced[]>();
  for (const record of produced) {
    const shard = shards.get(record.shardId);
    if (shard) shard.push(record);
    else shards.set(record.shardId, [record]);
  }
  return new Map(
    [...shards].flatMap(([shardId, records]) =>
      records
        .sort(compareSequence)
        .map(({ sequenceNumber }, place): [string, number] => [`${shardId} ${sequenceNumber}`, place]),
    ),
  );
}

function acknowledgedBy({ shardId, acknowledged }: Session): Stored[] {
  return acknowledged.map((position) => ({ shardId, ...position }));
}

function movedBack(how: string, checkpoints: readonly Stored[]): string[] {
  const furthest = new Map<string, Stored>();
  return checkpoints.flatMap((checkpoint) => {
    const before = furthest.get(checkpoint.shardId);
    if (before === undefined || compareSequence(before, checkpoint) <= 0) {
      furthest.set(checkpoint.shardId, checkpoint);
      return [];
    }
    const { shardId, sequenceNumber } = checkpoint;
    return [
      `the ${how} checkpoint of ${shardId} moved back from ${before.sequenceNumber} to ${sequenceNumber}`,
    ];
  });
}

function tooEarly(sessions: readonly Session[]): string[] {
  return sessions.flatMap(({ shardId, startedAt, processed }) => {
    const covered = furthestOf(
      sessions
        .filter((other) => other.shardId === shardId)
        .flatMap(({ acknowledged }) => acknowledged.filter(({ at }) => at < startedAt)),
    );
    if (covered === undefined) return [];
    return processed
      .filter((record) => compareSequence(record, covered) <= 0)
      .map(
        ({ number }) =>
          `record ${number} of ${shardId} was processed again, by a session that started after a checkpoint that covers it was acknowledged`,
      );
  });
}

function furthestOf(positions: readonly Position[]): Position | undefined {
  return [...positions].sort(compareSequence).at(-1);
}
