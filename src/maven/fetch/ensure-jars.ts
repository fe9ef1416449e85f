import { delimiter } from 'node:path';
import type { Context } from '../../context.js';
import { KclTsError } from '../../errors.js';
import type { JarSettings } from '../jar-settings.js';
import { readLockFile, type LockedJar } from '../lock/lock-file.js';
import { noteUse } from '../cache/usage.js';
import { verifyJars, type CheckedJar } from '../cache/verify.js';

export type { JarSettings } from '../jar-settings.js';

export type JarContext = Pick<Context, 'env' | 'cwd' | 'homedir' | 'reporter' | 'signal'>;

/**
 * The daemon's class path: absolute, in the order of the lock file, every jar verified against it by size and sha256
 * now. Jars that are missing or damaged are fetched first. And the version of the daemon that it is.
 *
 * Throws LOCK_INVALID, JARS_UNAVAILABLE, JAR_CORRUPT or CACHE_UNUSABLE.
 */
export async function ensureJars(
  settings: JarSettings,
  context: JarContext,
): Promise<{ classPath: string[]; kcl: string }> {
  const { groups, kcl } = await readLockFile(settings.lockFile);
  return { classPath: await ensureVerified(groups.daemon, settings, context), kcl };
}

/** The same for any jars of a lock file. */
export async function ensureVerified(
  jars: readonly LockedJar[],
  settings: JarSettings,
  context: JarContext,
): Promise<string[]> {
  // Noted first: what is being fetched must not look unused to a --prune of another process.
  await noteUse(settings.store, jars);
  const checked = await verifyJars(jars, settings.store);
  const wanted = checked.filter(({ found }) => found.state !== 'verified');
  if (wanted.length > 0) {
    if (settings.offline) throw unverified(wanted);
    for (const { file, found } of wanted) {
      if (found.state === 'damaged') context.reporter.warn(`${file} ${found.problem}: fetching it again`);
    }
    // Loaded only here: a start with all jars in place needs no HTTP client.
    const { fetchJars } = await import('./fetch-jars.js');
    await fetchJars(wanted, settings, context);
  }
  const files = checked.map(({ file }) => file);
  if (files.some((file) => file.includes(delimiter))) {
    throw new KclTsError(
      'CACHE_UNUSABLE',
      `java splits its class path at ${delimiter}, and the jars' folder has one: ${settings.store.folder}`,
      { hint: 'move the cache with KCL_TS_CACHE=DIR, or name another folder with --jars-dir DIR' },
    );
  }
  return files;
}

/** As many jars as tell where they were looked for, and what is wrong. */
const NAMED = 3;

/** The error for jars that are not there and may not be fetched: a line for the first few, damaged ones before others. */
function unverified(jars: readonly CheckedJar[]): KclTsError {
  const damaged = jars.some(({ found }) => found.state === 'damaged');
  const missingLast = jars.toSorted(
    (a, b) => Number(a.found.state === 'missing') - Number(b.found.state === 'missing'),
  );
  const lines = missingLast
    .slice(0, NAMED)
    .map(({ jar, file, found }) =>
      found.state === 'damaged' ? `${file} ${found.problem}` : `${file} is missing (${jar.coordinates})`,
    );
  const more = jars.length - lines.length;
  return new KclTsError(
    damaged ? 'JAR_CORRUPT' : 'JARS_UNAVAILABLE',
    `${jars.length === 1 ? '1 jar is' : `${jars.length} jars are`} missing or damaged`,
    {
      details: [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
      hint: 'run `kcl-ts fetch-jars` without --offline, where there is a network',
    },
  );
}
