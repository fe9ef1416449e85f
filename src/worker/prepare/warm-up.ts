import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.js';
import { classArchives, OLDEST_ARCHIVING_JAVA } from '../../daemon/class-archive.js';
import { findJava } from '../../daemon/find-java.js';
import { writeArchive } from '../../daemon/jvm-options/own.js';
import { KclTsError } from '../../errors.js';
import { cacheUnusable } from '../../maven/cache/cache-unusable.js';
import { archiveFolder } from '../../maven/cache/jar-store.js';
import { daemonClassPath, type VerifiedJars } from './class-path.js';
import { runWorker } from '../run-worker.js';
import type { WorkerSettings } from '../settings.js';

export interface WarmUp {
  readonly file: string;
  /** Whether it was there already. */
  readonly found: boolean;
}

/** How long java may take to end: it writes the archive then, which is 10 s of work on a busy machine, and more on others. */
const WRITE_MILLIS = 120_000;

/**
 * Makes the class archive with which a daemon starts faster, unless there is one: java writes it at the end of a run.
 *
 * @param settings a run on the embedded stack that ends by itself
 * @param verified the daemon's jars (ensureJars)
 * @throws KclTsError JAVA_TOO_OLD, CACHE_UNUSABLE, and what a run may throw
 */
export async function warmUp(
  settings: WorkerSettings,
  verified: VerifiedJars,
  context: Context,
): Promise<WarmUp> {
  const java = await findJava(settings.java, context);
  if (java.major < OLDEST_ARCHIVING_JAVA) {
    throw new KclTsError(
      'JAVA_TOO_OLD',
      `java ${java.version} at ${java.path} cannot make class archives, expected ${OLDEST_ARCHIVING_JAVA} or newer`,
      { hint: 'leave --warm out, or name a newer java with --java' },
    );
  }
  const folder = archiveFolder(settings.jars.store);
  const classPath = await daemonClassPath(settings, verified, { ...context, make: true });
  const archives = classArchives(folder, java, classPath);
  const present = await archives.find();
  if (present !== undefined) return { file: present, found: true };
  const written = join(folder, `daemon-${settings.workerId}.part`);
  try {
    await mkdir(folder, { recursive: true });
    await runWorker(
      {
        ...settings,
        properties: new Map([...settings.properties, ['shutdownGraceMillis', String(WRITE_MILLIS)]]),
        javaOptions: [...settings.javaOptions, ...writeArchive(written)],
      },
      context,
    );
    context.signal.throwIfAborted();
    return { file: await archives.keep(written), found: false };
  } catch (error) {
    context.signal.throwIfAborted();
    throw cacheUnusable(folder, error);
  } finally {
    await rm(written, { force: true });
  }
}
