import type { ActivityEvent } from '../../child/event.js';
import type { Observer } from '../event-bus.js';

/** What came to a shard's counts since the report before: the same numbers, each at least 0. */
export type ActivityGrowth = Pick<
  ActivityEvent,
  'records' | 'bytes' | 'batches' | 'busyMs' | 'durations' | 'checkpoints' | 'checkpointErrors'
>;

/**
 * Tells by how much each report raised the counts. A processor counts from its own start: what follows another one on the
 * same shard begins at 0 again, and what it has done is added.
 */
export function ofActivityGrowth(
  onGrowth: (growth: ActivityGrowth, event: ActivityEvent) => void,
): Pick<Observer, 'activity' | 'shardInitialised' | 'shardEnded' | 'ended'> {
  const last = new Map<string, ActivityEvent>();
  return {
    shardInitialised: ({ shardId }) => void last.delete(shardId),
    activity(event) {
      const before = last.get(event.shardId);
      last.set(event.shardId, event);
      onGrowth(before ? growthFrom(before, event) : event, event);
    },
    shardEnded: ({ shardId }) => void last.delete(shardId),
    ended: () => last.clear(),
  };
}

function growthFrom(before: ActivityEvent, event: ActivityEvent): ActivityGrowth {
  const errors = Object.entries(event.checkpointErrors);
  return {
    records: event.records - before.records,
    bytes: event.bytes - before.bytes,
    batches: event.batches - before.batches,
    busyMs: event.busyMs - before.busyMs,
    checkpoints: event.checkpoints - before.checkpoints,
    durations: event.durations.map((count, place) => count - (before.durations[place] ?? 0)),
    checkpointErrors: Object.fromEntries(
      errors.map(([name, count]) => [name, count - (before.checkpointErrors[name] ?? 0)]),
    ),
  };
}
