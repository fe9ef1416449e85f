import { KclTsError } from '../../errors.js';
import { parseCoordinates, type Coordinates } from '../coordinates.js';
import { readLockFile, type LockFile } from './lock-file.js';
import type { LockRequest } from './make-lock.js';

/** The flags of `kcl-ts lock` that say what to resolve. */
export interface LockFlags {
  readonly kclVersion?: string | undefined;
  readonly clientVersion?: string | undefined;
  readonly override?: readonly string[] | undefined;
  readonly with?: readonly string[] | undefined;
}

/**
 * What to resolve: what the flags say; where they are silent, what the lock file was made from; for a new one, the KCL of
 * the package's own.
 *
 * @param packagedFile the lock file that kcl-ts is published with
 * @throws KclTsError CONFIG_INVALID, LOCK_INVALID
 */
export async function lockRequest(
  flags: LockFlags,
  before: LockFile | undefined,
  packagedFile: string,
): Promise<LockRequest> {
  const kcl = flags.kclVersion ?? (before ?? (await readLockFile(packagedFile))).kcl;
  return {
    kcl,
    // A client is chosen for one version of the daemon.
    client: flags.clientVersion ?? (kcl === before?.kcl ? before.client : undefined),
    overrides: parseAll('--override', flags.override ?? before?.overrides ?? []),
    additions: parseAll('--with', flags.with ?? before?.additions ?? []),
  };
}

function parseAll(flag: string, texts: readonly string[]): Coordinates[] {
  return texts.map((text) => {
    const coordinates = parseCoordinates(text);
    if (coordinates) return coordinates;
    throw new KclTsError('CONFIG_INVALID', `${flag} is '${text}', expected group:artifact:version`, {
      hint: `for example ${flag} org.slf4j:slf4j-api:2.0.17`,
    });
  });
}
