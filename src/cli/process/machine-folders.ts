import { accessSync, constants } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { Environment } from '../../context.js';

/**
 * The user's home; undefined where there is none, as for the arbitrary user of a container: no HOME, and no entry in the
 * system's list of users. An empty HOME is none.
 */
export function homeFolder(): string | undefined {
  try {
    return homedir() || userInfo().homedir || undefined;
  } catch {
    return undefined;
  }
}

/**
 * The folder for temporary files: that of TMPDIR, TMP or TEMP, or the system's. A container whose root is read-only has
 * none of its own but /dev/shm.
 */
export function temporaryFolder(env: Environment): string {
  const usual = resolve(tmpdir());
  const isChosen = ['TMPDIR', 'TMP', 'TEMP'].some((name) => env[name]);
  if (isChosen || isWritable(usual) || !isWritable(inMemory)) return usual;
  return inMemory;
}

const inMemory = '/dev/shm';

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
