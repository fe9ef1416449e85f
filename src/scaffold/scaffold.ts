import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KclTsError, messageOf, systemCode } from '../errors.js';
import { projectFiles } from './project-files.js';
import type { Project } from './project.js';

/** What becomes of a file that is already there. */
export type ClashChoice = 'keep' | 'overwrite';

export interface ScaffoldOptions {
  /** Asked for each file of the project that is already there; without it, such a file is an error. */
  readonly onClash?: (file: string) => Promise<ClashChoice>;
  /** Files that are there already and whose new text has all of the old: no clash. */
  readonly edited?: ReadonlySet<string>;
}

/**
 * Writes a new project: all of its files, or none.
 *
 * @returns the files written, relative to the folder
 * @throws KclTsError TARGET_NOT_EMPTY when one of them is already there, CONFIG_INVALID when the stream, the application
 * or the region cannot be
 */
export async function scaffold(project: Project, options: ScaffoldOptions = {}): Promise<string[]> {
  return writeFiles(project.folder, await projectFiles(project), options);
}

/**
 * Writes files to a folder: all of them, or none.
 *
 * @returns the files written, relative to the folder
 * @throws KclTsError TARGET_NOT_EMPTY when one of them is already there
 */
export async function writeFiles(
  folder: string,
  wanted: ReadonlyMap<string, string>,
  { onClash, edited = new Set() }: ScaffoldOptions,
): Promise<string[]> {
  const files = new Map(wanted);
  const clashes = await findClashes(
    folder,
    [...files.keys()].filter((file) => !edited.has(file)),
  );
  if (clashes.length > 0 && !onClash) throw alreadyThere(folder, clashes);
  const replaced = new Set(edited);
  for (const file of clashes) {
    if ((await onClash?.(file)) === 'overwrite') replaced.add(file);
    else files.delete(file);
  }
  await writeAll(folder, files, replaced);
  return [...files.keys()].sort();
}

async function findClashes(folder: string, files: readonly string[]): Promise<string[]> {
  await readdir(folder).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return;
    throw new KclTsError(
      'TARGET_NOT_EMPTY',
      `${folder} is not a folder that can be read: ${messageOf(error)}`,
      { hint: 'choose another folder: kcl-ts init my-consumer', cause: error },
    );
  });
  const clashes: string[] = [];
  for (const file of files) {
    // lstat: a link that leads nowhere is there, too
    const found = await lstat(join(folder, file)).catch(() => undefined);
    if (found) clashes.push(file);
  }
  return clashes.sort();
}

function alreadyThere(folder: string, clashes: readonly string[]): KclTsError {
  return new KclTsError(
    'TARGET_NOT_EMPTY',
    `${folder} already has ${clashes.join(', ')}; nothing was written`,
    { hint: 'choose an empty folder: kcl-ts init my-consumer' },
  );
}

async function writeAll(
  folder: string,
  files: ReadonlyMap<string, string>,
  replaced: ReadonlySet<string>,
): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const [file, content] of files) {
      const target = join(folder, file);
      await mkdir(dirname(target), { recursive: true });
      const before = replaced.has(file) ? await readFile(target) : undefined;
      // wx: a file that appeared in the meantime is not overwritten either
      await writeFile(target, content, { flag: before ? 'w' : 'wx' });
      undo.push(() => (before ? writeFile(target, before) : rm(target, { force: true })));
    }
  } catch (error) {
    await Promise.all(undo.map((step) => step()));
    throw new KclTsError('TARGET_NOT_EMPTY', `cannot write the project to ${folder}: ${messageOf(error)}`, {
      hint: 'choose a folder that can be written: kcl-ts init my-consumer',
      cause: error,
    });
  }
}
