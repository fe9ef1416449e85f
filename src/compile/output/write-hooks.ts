import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownFile } from '../../own-files.js';
import { unwritable } from '../compile-error.js';

/**
 * Writes what the processes that run the processor preload, into the folder that the manifest will be in. It names the
 * folder, so that a flag of node's says it all: forked processes and worker threads take the flags over.
 *
 * @returns its path
 * @throws KclTsError CONFIG_FILE
 */
export function writeHooks(folder: string): string {
  const path = join(folder, 'hooks.cjs');
  try {
    writeFileSync(
      path,
      `require(${JSON.stringify(ownFile('dist/loader/preload.cjs'))}).install(__dirname);\n`,
    );
  } catch (error) {
    throw unwritable(error);
  }
  return path;
}
