import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { likelyMeant } from '../did-you-mean.js';
import { KclTsError, systemCode } from '../errors.js';

const extensions: readonly string[] = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/**
 * The real path of a processor's source.
 *
 * @throws KclTsError PROCESSOR_NOT_FOUND, or PROCESSOR_INVALID if it is no file that can be compiled.
 */
export async function findProcessor(file: string): Promise<string> {
  const stats = await statOf(file);
  if (stats === undefined) throw notFound(file, await suggestions(file));
  if (!stats.isFile()) {
    const inside = stats.isDirectory() ? await sourcesIn(file) : [];
    throw new KclTsError('PROCESSOR_INVALID', `the processor ${file} is a folder, expected a file`, {
      hint: inside.length > 0 ? `name the file, such as ${join(file, inside[0] ?? '')}` : expected,
    });
  }
  if (!extensions.includes(extname(file))) {
    throw new KclTsError(
      'PROCESSOR_INVALID',
      `the processor ${file} is not a TypeScript or JavaScript file`,
      { hint: `${expected}; ${otherwise(file)}` },
    );
  }
  return realpath(file);
}

/** What to do with a file that is no processor's source. */
function otherwise(file: string): string {
  const name = basename(file);
  switch (extname(file)) {
    case '.properties':
      return `a properties file of the KCL is given with --properties ${name}`;
    case '.py':
      return `run a program in another language with --exec 'python3 ${name}'`;
    default:
      return `run a program in another language with --exec '${name}'`;
  }
}

const expected = `expected a file ending in ${extensions.join(', ')}`;

async function statOf(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new KclTsError(
      'PROCESSOR_INVALID',
      `the processor ${file} cannot be read (${code ?? 'unknown error'})`,
      {
        hint: 'check the permissions of the file and its folder',
        cause: error,
      },
    );
  }
}

function notFound(file: string, near: readonly string[]): KclTsError {
  return new KclTsError('PROCESSOR_NOT_FOUND', `the processor ${file} does not exist`, {
    hint: near.length > 0 ? `did you mean ${near.join(' or ')}?` : expected,
  });
}

/** Files in the same folder whose name is close, or is the same but for the extension. */
async function suggestions(file: string): Promise<string[]> {
  const name = basename(file);
  const stem = (of: string): string => basename(of, extname(of));
  const sources = await sourcesIn(dirname(file));
  const renamed = sources.filter((source) => stem(source) === stem(name));
  return [...new Set([...renamed, ...likelyMeant(name, sources)])]
    .slice(0, 2)
    .map((source) => join(dirname(file), source));
}

async function sourcesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => extensions.includes(extname(name)) && !name.endsWith('.d.ts'));
  } catch {
    return [];
  }
}
