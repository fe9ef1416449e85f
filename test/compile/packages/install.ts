import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { inCache } from '../../support/real-context.js';

const manifests = ['package.json', 'package-lock.json', '.npmrc'].map((name) =>
  fileURLToPath(new URL(`manifest/${name}`, import.meta.url)),
);

/** The folder above the `node_modules` of package.json; installed once for each lock file, into the cache of kcl-ts. */
export async function installPackages(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of manifests) hash.update(await readFile(file));
  const folder = inCache('tests', `packages-${hash.digest('hex').slice(0, 12)}`);
  if (await exists(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}.`);
  for (const file of manifests) await copyFile(file, join(unfinished, file.slice(file.lastIndexOf('/') + 1)));
  await execa('npm', ['ci', '--ignore-scripts'], { cwd: unfinished });
  await rename(unfinished, folder).catch(async (error: unknown) => {
    // another run was quicker
    if (!(await exists(folder))) throw error;
    await rm(unfinished, { recursive: true });
  });
  return folder;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
