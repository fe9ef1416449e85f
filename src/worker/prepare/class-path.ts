import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { classArchives } from '../../daemon/class-archive.js';
import type { Java } from '../../daemon/find-java.js';
import { messageOf } from '../../errors.js';
import { quickDispatchJar } from '../../kcl/quick-dispatch.js';
import { archiveFolder } from '../../maven/cache/jar-store.js';
import { processIdentity } from '../../maven/cache/process-identity.js';
import type { Reporter } from '../../ui/reporter.js';
import type { WorkerSettings } from '../settings.js';

export interface VerifiedJars {
  /** The jars of the lock: absolute, in its order. */
  readonly classPath: readonly string[];
  /** The version of the KCL in the lock. */
  readonly kcl: string;
}

/** The time of the file, always: the JVM takes a jar of another time for another jar than the one it has archived. */
const ALWAYS = new Date(Date.UTC(2000, 0, 1));

interface ClassPathOptions {
  readonly reporter: Pick<Reporter, 'debug'>;
  /** Whether a jar that is not there is made. */
  readonly make: boolean;
}

/** The class path of a worker's daemon, but for the user's jars. */
export async function daemonClassPath(
  { local, jars }: Pick<WorkerSettings, 'local' | 'jars'>,
  verified: VerifiedJars,
  options: ClassPathOptions,
): Promise<readonly string[]> {
  return local?.quickDispatch ? await localClassPath(verified, jars, options) : verified.classPath;
}

/**
 * The class path of a daemon that reads the embedded servers. The KCL's jar comes after one that makes it quicker with
 * them; that lies beside the class archives, and is made from the verified jar and compared with it at each start.
 */
async function localClassPath(
  { classPath, kcl }: VerifiedJars,
  jars: WorkerSettings['jars'],
  { reporter, make }: ClassPathOptions,
): Promise<readonly string[]> {
  try {
    const stock = classPath.find((file) => basename(file) === `amazon-kinesis-client-${kcl}.jar`);
    const content = stock === undefined ? undefined : quickDispatchJar(await readFile(stock));
    if (content === undefined) return classPath;
    const name = `local-${createHash('sha256').update(content).digest('hex').slice(0, 16)}.jar`;
    const file = join(archiveFolder(jars.store), name);
    const present = await readFile(file).catch(() => undefined);
    if (make && !present?.equals(content)) await writeWhole(file, content);
    return [file, ...classPath];
  } catch (error) {
    // A cache that cannot be written, most likely.
    reporter.debug(`the KCL starts its shards at its own pace: ${messageOf(error)}`);
    return classPath;
  }
}

/** The class archive of a java and a class path, if there is one. */
export function findArchive(
  { jars }: Pick<WorkerSettings, 'jars'>,
  java: Java,
  classPath: readonly string[],
): Promise<string | undefined> {
  return classArchives(archiveFolder(jars.store), java, classPath).find();
}

/** In one step: another process may read it now. */
async function writeWhole(file: string, content: Uint8Array): Promise<void> {
  const part = `${file}.${processIdentity()}.part`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(part, content);
    await utimes(part, ALWAYS, ALWAYS);
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}
