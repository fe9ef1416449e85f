import type { Session } from '../ledger/sessions.js';
import type { Produced } from '../produce.js';

/** A shard of the stream with those it came from by a split or a merge. */
export interface Descent {
  readonly shardId: string;
  readonly parents: readonly string[];
}

/** The sessions that began before the end of a parent was reached, a sentence each. */
export function startedTooEarly(sessions: readonly Session[], descents: readonly Descent[]): string[] {
  return descents.flatMap(({ shardId, parents }) =>
    parents.flatMap((parent) => {
      const ends = sessions
        .filter((session) => session.shardId === parent)
        .flatMap(({ endedAt }) => endedAt ?? []);
      const [endedAt] = ends.sort((a, b) => (a < b ? -1 : 1));
      return sessions
        .filter((session) => session.shardId === shardId)
        .filter(({ startedAt }) => endedAt === undefined || startedAt < endedAt)
        .map(() => `${shardId} was begun before the end of ${parent} was reached`);
    }),
  );
}

/** The records that were first processed before an earlier one of their partition key was, a sentence each. */
export function outOfOrder(produced: readonly Produced[], sessions: readonly Session[]): string[] {
  const firstAt = new Map<number, bigint>();
  for (const { number, at } of sessions.flatMap(({ processed }) => processed)) {
    const known = firstAt.get(number);
    if (known === undefined || at < known) firstAt.set(number, at);
  }
  const latest = new Map<string, bigint>();
  return [...produced]
    .sort((a, b) => a.number - b.number)
    .flatMap(({ number, partitionKey }) => {
      const at = firstAt.get(number);
      const before = latest.get(partitionKey) ?? 0n;
      if (at === undefined) return [];
      if (at < before) return [`record ${number} came before an earlier one of ${partitionKey}`];
      latest.set(partitionKey, at);
      return [];
    });
}
