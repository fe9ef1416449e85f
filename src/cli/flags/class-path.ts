import { readdirSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { Option } from 'commander';
import type { Context } from '../../context.js';
import { holdsClass } from '../../daemon/holds-class.js';
import { KclTsError, messageOf, systemCode } from '../../errors.js';

/** The flag of `run`, and of what shows the settings that `run` would use. */
export function classPathOption(): Option {
  return new Option(
    '--classpath <path>',
    "add a jar, a folder of classes or folder/* to java's class path, such as a credentials provider of your own (repeatable) [KCL_TS_CLASSPATH]",
  ).argParser((path: string, before?: readonly string[]) => [...(before ?? []), path]);
}

/**
 * The jars and folders of `--classpath` and KCL_TS_CLASSPATH, as absolute paths. An entry may be a list as java takes it,
 * and `lib/*` stands for the jars of a folder.
 *
 * @throws KclTsError CONFIG_INVALID when one is not there
 */
export function classPathEntries(
  given: readonly string[] | undefined,
  { env, cwd }: Pick<Context, 'env' | 'cwd'>,
): string[] {
  const lists = given ?? [env['KCL_TS_CLASSPATH'] ?? ''];
  return lists
    .flatMap((list) => list.split(delimiter))
    .filter((entry) => entry !== '')
    .flatMap((entry) =>
      /(^|[/\\])\*$/.test(entry)
        ? jarsIn(resolve(cwd, entry, '..'), entry)
        : [existing(resolve(cwd, entry), entry)],
    );
}

function jarsIn(folder: string, entry: string): string[] {
  const jars = namesIn(folder, entry).filter((name) => /\.jar$/i.test(name));
  if (jars.length > 0) return jars.sort().map((name) => join(folder, name));
  throw new KclTsError('CONFIG_INVALID', `--classpath ${entry}: there is no jar in ${folder}`, {
    hint: 'name a jar, a folder of classes, or folder/* for all jars of a folder',
  });
}

function namesIn(folder: string, entry: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw unreadable(entry, error);
  }
}

function existing(path: string, entry: string): string {
  try {
    if (statSync(path).isFile() && !/\.(jar|zip)$/i.test(path)) {
      throw new KclTsError('CONFIG_INVALID', `--classpath ${entry} is neither a jar nor a folder`, {
        hint: 'for a class file, name the folder that its package begins in',
      });
    }
    return path;
  } catch (error) {
    throw unreadable(entry, error);
  }
}

function unreadable(entry: string, error: unknown): KclTsError {
  if (error instanceof KclTsError) return error;
  const why = systemCode(error) === 'ENOENT' ? 'does not exist' : `cannot be read: ${messageOf(error)}`;
  return new KclTsError('CONFIG_INVALID', `--classpath ${entry} ${why}`, {
    hint: 'name a jar or a folder of classes, relative to the current folder',
    cause: error,
  });
}

/** Whether a class is in one of these jars and folders. */
export function classFinder(classPath: readonly string[]): (name: string) => boolean {
  return (name) => classPath.some((entry) => holdsClass(entry, name));
}
