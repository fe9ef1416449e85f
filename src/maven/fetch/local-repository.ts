import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LockedJar } from '../lock/lock-file.js';
import type { PartFile } from './part-file.js';

/** Takes a jar from Maven's own local repository, ~/.m2/repository, if it is there and right. */
export async function takeFromLocalRepository(
  jar: LockedJar,
  part: PartFile,
  homedir: string | undefined,
): Promise<boolean> {
  if (homedir === undefined) return false;
  const file = join(homedir, '.m2', 'repository', ...jar.path.split('/'));
  const content = await readFile(file).catch(() => undefined);
  if (content?.length !== jar.size) return false;
  if (createHash('sha256').update(content).digest('hex') !== jar.sha256) return false;
  await part.restart();
  await part.write(content);
  return true;
}
