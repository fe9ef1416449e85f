import type { TroubleKind } from './trouble-kind.js';

/** The daemon meets with a trouble that lasts about every second; one not met for so long is over. */
export const OVER_AFTER_MS = 20_000;
/** What comes again within this time is counted, not shown again. */
const REMEMBERED_MS = 90_000;

export interface Trouble {
  since: number;
  last: number;
  /** When it was last spoken of; undefined if not yet. */
  said: number | undefined;
  /** How often it was met with, and for which shards, since it was last spoken of. */
  count: number;
  readonly shards: Set<string>;
  /** Whether one of its shards made progress since then. */
  progressed: boolean;
}

/** The troubles of the last minutes, by their kind. */
export interface TroubleMemory {
  /** A trouble of this kind is met with now. */
  meet(kind: TroubleKind, at: number): Trouble;
  /** A shard got on. */
  progress(shardId: string): void;
}

export function createTroubleMemory(): TroubleMemory {
  const troubles = new Map<string, Trouble>();
  return {
    meet({ key, shardIds }, at) {
      for (const [other, { last }] of troubles) if (at - last > REMEMBERED_MS) troubles.delete(other);
      const trouble = troubles.get(key) ?? {
        since: at,
        last: at,
        said: undefined,
        count: 0,
        shards: new Set<string>(),
        progressed: false,
      };
      if (at - trouble.last > OVER_AFTER_MS) trouble.since = at;
      trouble.last = at;
      trouble.count++;
      for (const shardId of shardIds) trouble.shards.add(shardId);
      troubles.set(key, trouble);
      return trouble;
    },
    progress(shardId) {
      for (const trouble of troubles.values()) {
        if (trouble.shards.size === 0 || trouble.shards.has(shardId)) trouble.progressed = true;
      }
    },
  };
}

/** It is spoken of now: what is counted is counted from here. */
export function isTold(trouble: Trouble, at: number): void {
  Object.assign(trouble, { said: at, count: 0, progressed: false });
  trouble.shards.clear();
}
