import { join } from 'node:path';
import { packagedLockFile } from '../../src/cli/flags/jars.js';
import { readLockFile, writeLockFile } from '../../src/maven/lock/lock-file.js';
import { temporaryFolder } from './temporary-folder.js';

/** A lock file that says its jars are of this version of the KCL. */
export async function lockOf(kcl: string): Promise<string> {
  const file = join(await temporaryFolder(), 'jars.lock');
  const packaged = await readLockFile(packagedLockFile);
  await writeLockFile(file, { ...packaged, kcl });
  return file;
}
