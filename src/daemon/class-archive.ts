import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, realpath, rename, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Java } from './find-java.js';

/** The first java that archives the classes of a class path by itself at its end (JEP 350). */
export const OLDEST_ARCHIVING_JAVA = 13;

const DAY_MILLIS = 86_400_000;

/**
 * Where the class archive of a java and its class path lies: the classes of a daemon, as this java has read and checked
 * them once. The name tells what the archive is good for, and its own sha256.
 */
export interface ClassArchives {
  /** The archive, if there is one and it is whole. */
  find(): Promise<string | undefined>;
  /** Gives an archive that java has written into the same folder its name, in one step, and returns that. */
  keep(written: string): Promise<string>;
}

/**
 * The JVM uses an archive only with the very jars, and the very java, that it was made with. Which those are it tells
 * from their size and time, and so does its name here; a damaged archive it does not notice and crashes (seen with 17),
 * so each is hashed before it is used: 0.1 s for 53 MB, a tenth of what it saves.
 */
export function classArchives(folder: string, java: Java, classPath: readonly string[]): ClassArchives {
  return {
    async find() {
      const names = (await readdir(folder).catch(() => [])).filter((name) => archiveName.test(name));
      if (names.length === 0) return undefined;
      const key = await keyOf(java, classPath);
      for (const name of names) {
        const [, itsKey, sha256] = archiveName.exec(name) ?? [];
        const file = join(folder, name);
        if (itsKey !== key || (await hash(file).catch(() => undefined)) !== sha256) continue;
        await noteUse(file);
        return file;
      }
      return undefined;
    },
    async keep(written) {
      const name = `daemon-${await keyOf(java, classPath)}-${await hash(written)}.jsa`;
      const file = join(folder, name);
      await rename(written, file);
      return file;
    },
  };
}

const archiveName = /^daemon-([0-9a-f]{16})-([0-9a-f]{64})\.jsa$/;

async function keyOf({ path, version }: Java, classPath: readonly string[]): Promise<string> {
  const launcher = await realpath(path);
  // The JVM's own classes, from java 9 on.
  const modules = join(dirname(dirname(launcher)), 'lib', 'modules');
  const marks = await Promise.all([launcher, modules, ...classPath].map(markOf));
  return createHash('sha256')
    .update([version, ...marks].join('\n'))
    .digest('hex')
    .slice(0, 16);
}

async function markOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found ? `${file} ${found.size} ${Math.floor(found.mtimeMs / 1000)}` : `${file} is not there`;
}

async function hash(file: string): Promise<string> {
  const sum = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), sum);
  return sum.digest('hex');
}

/** For `fetch-jars --prune`; at most once a day, and never a reason to fail: a cache may be read-only. */
async function noteUse(file: string): Promise<void> {
  const now = new Date();
  try {
    if (now.getTime() - (await stat(file)).mtimeMs > DAY_MILLIS) await utimes(file, now, now);
  } catch {
    return;
  }
}
