import { rmSync, writeFileSync } from 'node:fs';
import { KclTsError, messageOf } from '../../errors.js';
import type { WorkerEvents } from '../event-bus.js';

export interface ReadyFile {
  /** Synchronous, so that an exit handler can call it. */
  remove(): void;
}

/**
 * A file that is there from the first initialised shard to java's end, and again when another java has one. One left by a worker that was killed
 * is removed at the start, where it also shows whether the path can be written.
 *
 * @throws KclTsError CONFIG_INVALID when it cannot
 */
export function createReadyFile(path: string, events: WorkerEvents): ReadyFile {
  const remove = (): void => rmSync(path, { force: true });
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
  events.subscribe('--ready-file', {
    shardInitialised() {
      if (written) return;
      written = true;
      writeFileSync(path, `${process.pid}\n`);
    },
    ended() {
      written = false;
      remove();
    },
  });
  return { remove };
}
