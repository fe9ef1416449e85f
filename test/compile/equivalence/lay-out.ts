import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Files, Project } from './project.js';

/** Writes a project's files and links to a new folder. */
export async function layOut({ files, links = {} }: Project, folder: string): Promise<void> {
  await writeFiles(files, folder);
  for (const [name, target] of Object.entries(links)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await symlink(target, join(folder, name));
  }
}

export async function writeFiles(files: Files, folder: string): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

export function processorOf({ what, files, processor }: Project): string {
  const found = processor ?? Object.keys(files).find((name) => name.startsWith('processor.'));
  if (found === undefined) throw new Error(`no processor in the project "${what}"`);
  return found;
}

/** The name of what tsc makes of a source. */
export function compiledName(file: string): string {
  return file.replace(/\.([cm]?)tsx?$/, '.$1js');
}
