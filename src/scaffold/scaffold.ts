import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { KclTsError, messageOf, systemCode } from '../errors.js';
import { ownFile } from '../own-files.js';
import { packageVersion } from '../version.js';

export interface ScaffoldRequest {
  /** Absolute; made if it is not there. */
  readonly folder: string;
  readonly stream: string;
  /** Default: made from the folder's name. */
  readonly application?: string;
}

const templates = ownFile('templates');

/**
 * Writes a new project: all of its files, or none.
 *
 * @returns the files written, relative to the folder
 * @throws KclTsError TARGET_NOT_EMPTY when one of them is already there
 */
export async function scaffold({ folder, stream, application }: ScaffoldRequest): Promise<string[]> {
  const name = packageName(folder);
  const values: Readonly<Record<string, string>> = {
    name,
    stream,
    application: application ?? name,
    kclTsVersion: `^${packageVersion}`,
  };
  const files = await templateFiles();
  await refuseExisting(folder, files);
  const written: string[] = [];
  try {
    for (const file of files) {
      const target = join(folder, targetName(file));
      await mkdir(dirname(target), { recursive: true });
      const content = fill(await readFile(join(templates, file), 'utf8'), values);
      // wx: a file that appeared in the meantime is not overwritten either
      await writeFile(target, content, { flag: 'wx' });
      written.push(targetName(file));
    }
  } catch (error) {
    await Promise.all(written.map((file) => rm(join(folder, file), { force: true })));
    throw new KclTsError('TARGET_NOT_EMPTY', `cannot write the project to ${folder}: ${messageOf(error)}`, {
      hint: 'choose a folder that can be written: kcl-ts init my-consumer',
      cause: error,
    });
  }
  return written;
}

async function templateFiles(): Promise<string[]> {
  const entries = await readdir(templates, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(templates, join(entry.parentPath, entry.name)))
    .sort();
}

async function refuseExisting(folder: string, files: readonly string[]): Promise<void> {
  const there: string[] = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw new KclTsError(
      'TARGET_NOT_EMPTY',
      `${folder} is not a folder that can be read: ${messageOf(error)}`,
      {
        hint: 'choose another folder: kcl-ts init my-consumer',
        cause: error,
      },
    );
  });
  const clashes = files.map(targetName).filter((file) => there.includes(file));
  if (clashes.length === 0) return;
  throw new KclTsError(
    'TARGET_NOT_EMPTY',
    `${folder} already has ${clashes.join(', ')}; nothing was written`,
    {
      hint: 'choose an empty folder: kcl-ts init my-consumer',
    },
  );
}

/** npm leaves a file called .gitignore out of a package, so the template has no dot. */
function targetName(template: string): string {
  return template === 'gitignore' ? '.gitignore' : template;
}

/** A name that npm, Kinesis and DynamoDB all accept. */
function packageName(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, '-')
    .replace(/^[-_.]+|[-_.]+$/g, '');
  return name.length >= 3 ? name : 'kinesis-consumer';
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (hole, key: string) => values[key] ?? hole);
}
