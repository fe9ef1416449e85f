import type { EndedEvent } from '../../../child/event.js';
import { durationBounds } from '../../../child/event.js';
import type { WorkerEvents } from '../../event-bus.js';
import { ofActivityGrowth, type ActivityGrowth } from '../activity-growth.js';

/** What was counted of a shard, or of all shards together. */
export interface Counts {
  records: number;
  bytes: number;
  batches: number;
  busyMs: number;
  /** One for each of `durationBounds`, and one for the rest; not cumulated. */
  durations: number[];
  checkpoints: number;
  readonly checkpointErrors: Map<CheckpointErrorKind, number>;
}

/** A shard that this worker reads. */
export interface ShardEntry {
  readonly counts: Counts;
  millisBehindLatest: number | null;
  /** In milliseconds since 1970. */
  checkpointAt: number | undefined;
  /** Since when nothing was handled though there may be something, by the ledger's clock; undefined if nothing waits. */
  waitingSince: number | undefined;
}

/** The daemon's names of what it met with (CheckpointErrorCode); any other is `other`, so that they stay few. */
export const checkpointErrorKinds = [
  'ThrottlingException',
  'KinesisClientLibDependencyException',
  'ShutdownException',
  'InvalidStateException',
  'IllegalArgumentException',
  'other',
] as const;

export type CheckpointErrorKind = (typeof checkpointErrorKinds)[number];

export const endReasons = ['lease_lost', 'shard_ended', 'shutdown_requested', 'failed', 'gone'] as const;

export type EndReason = (typeof endReasons)[number];

/** All that the metrics tell. */
export interface Ledger {
  /** Of all shards since the start of kcl-ts, those that left included: it never falls. */
  readonly total: Counts;
  /** Those that are read now. */
  readonly shards: ReadonlyMap<string, ShardEntry>;
  readonly processorStarts: number;
  readonly processorEnds: ReadonlyMap<EndReason, number>;
  readonly isJavaUp: boolean;
  readonly javaStarts: number;
  readonly handedBack: { readonly worker: number; readonly nobody: number };
  readonly takenOver: { readonly self: number; readonly other: number };
  /** The ledger's clock, in milliseconds. */
  now(): number;
}

/** Keeps count of what a worker does, whichever java it has. A shard that left takes its counts with it. */
export function keepLedger(events: WorkerEvents, now = (): number => performance.now()): Ledger {
  const total = createCounts();
  const shards = new Map<string, ShardEntry>();
  const processorEnds = new Map<EndReason, number>(endReasons.map((reason) => [reason, 0]));
  const handedBack = { worker: 0, nobody: 0 };
  const takenOver = { self: 0, other: 0 };
  const state = { processorStarts: 0, isJavaUp: false, javaStarts: 0 };
  const leave = (shardId: string, reason: EndReason): void => {
    if (shards.delete(shardId)) processorEnds.set(reason, (processorEnds.get(reason) ?? 0) + 1);
  };
  const growth = ofActivityGrowth((more, { shardId, millisBehindLatest, checkpoint }) => {
    const entry = shards.get(shardId);
    // what comes late is of a shard that left
    if (!entry) return;
    add(total, more);
    add(entry.counts, more);
    entry.millisBehindLatest = millisBehindLatest;
    if (checkpoint) entry.checkpointAt = checkpoint.at;
    if (more.batches > 0 && entry.waitingSince !== undefined) entry.waitingSince = now();
  });
  events.subscribe('--metrics-port', growth);
  events.subscribe('--metrics-port', {
    started({ pid }) {
      state.isJavaUp = pid !== undefined;
      state.javaStarts++;
    },
    ended() {
      state.isJavaUp = false;
      for (const shardId of shards.keys()) leave(shardId, 'gone');
    },
    shardInitialised({ shardId }) {
      state.processorStarts++;
      const known = shards.get(shardId);
      shards.set(shardId, { ...(known ?? createEntry()), waitingSince: now() });
    },
    progress({ shardId, caughtUp }) {
      const entry = shards.get(shardId);
      if (!entry) return;
      entry.waitingSince = caughtUp ? undefined : (entry.waitingSince ?? now());
    },
    shardEnded({ shardId, reason }) {
      leave(shardId, reasons[reason]);
    },
    processorFailed({ shardId, shardIds = [] }) {
      for (const id of shardId === undefined ? shardIds : [shardId]) leave(id, 'failed');
    },
    hostEnded({ shardIds }) {
      for (const shardId of shardIds) leave(shardId, 'failed');
    },
    handedBack({ given, freed }) {
      handedBack.worker += given.size;
      handedBack.nobody += freed.length;
    },
    takenOver({ toItself }) {
      takenOver[toItself ? 'self' : 'other']++;
    },
  });
  return {
    ...{ total, shards, processorEnds, handedBack, takenOver, now },
    get processorStarts() {
      return state.processorStarts;
    },
    get isJavaUp() {
      return state.isJavaUp;
    },
    get javaStarts() {
      return state.javaStarts;
    },
  };
}

const reasons: Record<EndedEvent['reason'], EndReason> = {
  leaseLost: 'lease_lost',
  shardEnded: 'shard_ended',
  shutdownRequested: 'shutdown_requested',
  eof: 'gone',
};

function createEntry(): ShardEntry {
  return {
    counts: createCounts(),
    millisBehindLatest: null,
    checkpointAt: undefined,
    waitingSince: undefined,
  };
}

function createCounts(): Counts {
  return {
    ...{ records: 0, bytes: 0, batches: 0, busyMs: 0, checkpoints: 0 },
    durations: Array.from({ length: durationBounds.length + 1 }, () => 0),
    // from 0 on: what begins at 1 shows no increase
    checkpointErrors: new Map(checkpointErrorKinds.map((kind) => [kind, 0])),
  };
}

function add(counts: Counts, more: ActivityGrowth): void {
  counts.records += more.records;
  counts.bytes += more.bytes;
  counts.batches += more.batches;
  counts.busyMs += more.busyMs;
  counts.checkpoints += more.checkpoints;
  counts.durations = counts.durations.map((count, place) => count + (more.durations[place] ?? 0));
  for (const [name, count] of Object.entries(more.checkpointErrors)) {
    const kind = checkpointErrorKinds.find((known) => known === name) ?? 'other';
    counts.checkpointErrors.set(kind, (counts.checkpointErrors.get(kind) ?? 0) + count);
  }
}
