import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is removed when the test ends; its name has a space, because users' folders do. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'test kcl-ts ')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
