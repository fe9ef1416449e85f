import type { Checkpoint } from './lease.js';

/** What became of a shard whose daemon was played. */
export interface PlayResult {
  /** How the shard stopped: as injected, or as a worker stops; `failed` if the child gave no right answer. */
  readonly end: 'shutdown' | 'lease-lost' | 'shard-end' | 'failed';
  readonly batches: number;
  readonly records: number;
  /** The last that counts. */
  readonly checkpoint: Checkpoint | undefined;
}
