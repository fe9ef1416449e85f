import type { Counts, Ledger, ShardEntry } from './ledger.js';
import type { Distribution, Labels, Sample } from './metric.js';

export function one(value: number, labels: Labels = {}): readonly Sample[] {
  return [{ labels, value }];
}

export function byKey(label: string, counts: Iterable<readonly [string, number]>): readonly Sample[] {
  return [...counts].map(([key, value]) => ({ labels: { [label]: key }, value }));
}

/** A series for each shard that it gives a value for. */
export function byShard(
  read: (entry: ShardEntry, ledger: Ledger) => number | undefined,
): (ledger: Ledger) => readonly Sample[] {
  return (ledger) =>
    [...ledger.shards].flatMap(([shard, entry]) => {
      const value = read(entry, ledger);
      return value === undefined ? [] : [{ labels: { shard }, value }];
    });
}

export function distribution({ durations, busyMs }: Counts, labels: Labels = {}): Distribution {
  return { labels, counts: durations, sumMs: busyMs };
}
