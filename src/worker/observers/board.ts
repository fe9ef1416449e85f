import type { WorkerEvents } from '../event-bus.js';
import { ofActivityGrowth } from './activity-growth.js';
import { isHeld, type BoardShard, type BoardSnapshot } from './board-snapshot.js';
import { Course } from './course.js';

export type { BoardSnapshot } from './board-snapshot.js';

export interface Board {
  snapshot(): BoardSnapshot;
}

export interface BoardOptions extends Pick<BoardSnapshot, 'workerId' | 'stream' | 'application'> {
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

const KEPT_MS = 60_000;

type Line = Omit<BoardShard, 'recordsPerSecond' | 'bytesPerSecond' | 'trend'>;

interface Entry {
  line: Line;
  readonly course: Course;
}

/** Keeps what views show of a worker, whichever java it has. */
export function createBoard(events: WorkerEvents, { now = Date.now, ...of }: BoardOptions): Board {
  const shards = new Map<string, Entry>();
  let java: BoardSnapshot['java'] = 'starting';
  let starts = 0;
  const entry = (shardId: string): Entry => {
    const known = shards.get(shardId) ?? { line: emptyLine(shardId, now()), course: new Course(now()) };
    shards.set(shardId, known);
    return known;
  };
  const update = (shardId: string, change: Partial<Line>): void => {
    const known = entry(shardId);
    const isNew = change.state !== undefined && change.state !== known.line.state;
    known.line = { ...known.line, ...(isNew ? { since: now() } : {}), ...change };
  };
  const fail = (shardId: string, message: string): void => {
    update(shardId, { state: 'failed', errors: entry(shardId).line.errors + 1, lastError: message });
  };
  const growth = ofActivityGrowth((more, event) => {
    const { line, course } = entry(event.shardId);
    const errors = Object.values(more.checkpointErrors).reduce((sum, count) => sum + count, 0);
    update(event.shardId, {
      records: line.records + more.records,
      bytes: line.bytes + more.bytes,
      batches: line.batches + more.batches,
      checkpoints: line.checkpoints + more.checkpoints,
      checkpointErrors: line.checkpointErrors + errors,
      millisBehindLatest: event.millisBehindLatest,
      ...(event.checkpoint && { checkpoint: event.checkpoint }),
    });
    course.add(now(), more, event.millisBehindLatest);
  });
  events.subscribe('the board', growth);
  events.subscribe('the board', {
    started() {
      java = 'starting';
      starts++;
    },
    schedulerInitialised: () => void (java = 'running'),
    shardAssigned({ shardId }) {
      if (shardId === undefined) return;
      const known = shards.get(shardId);
      if (!known || !isHeld(known.line)) update(shardId, { state: 'starting' });
    },
    shardInitialised({ shardId }) {
      // the line of the log that says so may be read later than the processor's report
      java = 'running';
      update(shardId, { state: 'reading' });
    },
    progress({ shardId, caughtUp }) {
      update(shardId, { state: caughtUp ? 'caught up' : 'reading' });
    },
    warning({ shardId, message, stack }) {
      // a warning without an error is no failure, and one that comes before the daemon names the shard has no line
      if (stack === undefined || !shards.has(shardId)) return;
      update(shardId, { errors: entry(shardId).line.errors + 1, lastError: message });
    },
    shardEnded({ shardId, reason }) {
      update(shardId, { state: 'ended', endReason: reason });
    },
    processorFailed({ shardId, shardIds, message }) {
      for (const id of shardId === undefined ? (shardIds ?? []) : [shardId]) fail(id, message);
    },
    hostEnded({ shardIds, how }) {
      for (const id of shardIds) fail(id, `its process ${how}`);
    },
    ended() {
      java = 'ended';
      for (const [shardId, { line }] of shards) if (isHeld(line)) update(shardId, { state: 'ended' });
    },
  });
  return {
    snapshot() {
      const at = now();
      for (const [shardId, { line }] of shards) {
        if (!isHeld(line) && at - line.since > KEPT_MS) shards.delete(shardId);
      }
      const all = [...shards.values()]
        .map(({ line, course }) => ({ ...line, ...course.at(at) }))
        .sort((a, b) => a.shardId.localeCompare(b.shardId));
      const sum = (of: (shard: BoardShard) => number): number =>
        all.reduce((total, shard) => total + of(shard), 0);
      return {
        ...of,
        java,
        restarts: Math.max(0, starts - 1),
        shards: all,
        recordsPerSecond: sum((shard) => shard.recordsPerSecond),
        bytesPerSecond: sum((shard) => shard.bytesPerSecond),
      };
    },
  };
}

function emptyLine(shardId: string, since: number): Line {
  return {
    ...{ shardId, state: 'starting', since, records: 0, bytes: 0, batches: 0 },
    ...{ millisBehindLatest: null, checkpoints: 0, checkpointErrors: 0, errors: 0 },
  };
}
