import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { ProcessorSources } from '../../compile/compile-processor.js';

/**
 * Where a change may be one of the processor: the folders of its source files, of the configurations that it is compiled
 * by, of what it imports and is not there, and of its package.json. Packages are not watched.
 */
export function watchedFolders({ files, configurations, missing }: ProcessorSources): ReadonlySet<string> {
  const folders = [...files, ...configurations].filter(isOwn).map((file) => dirname(file));
  const packages = folders.flatMap((folder) => packageFolder(folder) ?? []);
  return new Set([...folders, ...awaitedFolders(missing), ...packages]);
}

/**
 * What the processor is made of, as a text that changes with it: its files, and the JSON beside them, which is data that it
 * may import or says how it is compiled. And the names in the folders in which it misses a file.
 */
export async function fingerprint(sources: ProcessorSources): Promise<string> {
  const json = await Promise.all([...watchedFolders(sources)].map(jsonFiles));
  const files = new Set([...sources.files, ...sources.configurations, ...json.flat()]);
  const hash = createHash('sha256');
  for (const file of [...files].toSorted()) {
    const content = await readFile(file).catch(() => undefined);
    hash.update(`${file}\0${content?.length ?? -1}\0`).update(content ?? '');
  }
  for (const folder of awaitedFolders(sources.missing)) {
    hash.update((await readdir(folder).catch(() => [])).toSorted().join('\0'));
  }
  return hash.digest('hex');
}

/** Where what is missing would come, or the folder that it would be in. */
function awaitedFolders(missing: readonly string[]): string[] {
  return missing.map((path) => nearestFolder(dirname(path)));
}

function isOwn(file: string): boolean {
  return !file.includes(`${sep}node_modules${sep}`);
}

async function jsonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
}

function packageFolder(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at;
    if (at === dirname(at)) return undefined;
  }
}

function nearestFolder(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearestFolder(dirname(folder));
}
