import { rmSync, writeFileSync } from 'node:fs';
import { KclTsError, messageOf } from '../../errors.js';
import type { Shards } from './shards.js';

export interface ReadyFile {
  /** To be called with every report of a processor. */
  readonly onShards: (shards: Shards) => void;
  /** Synchronous, so that an exit handler can call it. */
  remove(): void;
}

/**
 * A file that is there from the first initialised shard to the end of the worker. One left by a worker that was killed
 * is removed at the start, where it also shows whether the path can be written.
 *
 * @throws KclTsError CONFIG_INVALID when it cannot
 */
export function createReadyFile(path: string): ReadyFile {
  let written = false;
  try {
    writeFileSync(path, '');
    rmSync(path);
  } catch (error) {
    throw new KclTsError('CONFIG_INVALID', `cannot write --ready-file ${path}: ${messageOf(error)}`, {
      hint: 'name a file in a folder that exists and can be written',
      cause: error,
    });
  }
  return {
    onShards(shards) {
      if (written || !shards.all.some(({ running }) => running)) return;
      written = true;
      writeFileSync(path, `${process.pid}\n`);
    },
    remove: () => rmSync(path, { force: true }),
  };
}
