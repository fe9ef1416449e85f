import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { KclTsError, messageOf } from '../../errors.js';
import { formatCoordinates, parseCoordinates, repositoryPath } from '../coordinates.js';

/** One jar of the lock file. */
export interface LockedJar {
  /** `group:artifact:version`, or `group:artifact:jar:classifier:version`. */
  readonly coordinates: string;
  /** Below a repository's address and below the cache's folder: Maven's default layout. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** As the POM, or a parent of it, names it; several joined by ` OR `. */
  readonly licence?: string;
}

export type JarGroup = 'daemon' | 'tools';

/** What jars.lock holds: the class path of the daemon, and the tools that `kcl-ts lock` runs. */
export interface LockFile {
  readonly lockVersion: 1;
  /** The version of the MultiLangDaemon. */
  readonly kcl: string;
  /** The version of the KCL's client of `lock --client-version`, if it is not the one that the daemon was published with. */
  readonly client?: string;
  /** `group:artifact:version` of `lock --override`, beside those kcl-ts makes itself. */
  readonly overrides: readonly string[];
  /** `group:artifact:version` of `lock --with`. */
  readonly additions: readonly string[];
  readonly groups: Readonly<Record<JarGroup, readonly LockedJar[]>>;
}

const LOCK_VERSION = 1;
const regenerate = 'restore the file, or write it again with `kcl-ts lock`';

/** Reads a lock file. Throws LOCK_INVALID if it is missing, damaged or of another version. */
export async function readLockFile(file: string): Promise<LockFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new KclTsError('LOCK_INVALID', `cannot read the lock file ${file}: ${messageOf(cause)}`, {
      hint: regenerate,
      cause,
    });
  }
  return parseLockFile(text, file);
}

/** @param file named in errors */
function parseLockFile(text: string, file: string): LockFile {
  const invalid = (problem: string): KclTsError =>
    new KclTsError('LOCK_INVALID', `the lock file ${file} ${problem}`, { hint: regenerate });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw invalid(`is not JSON: ${messageOf(cause)}`);
  }
  if (!isRecord(json)) throw invalid('does not hold an object');
  if (json['lockVersion'] !== LOCK_VERSION) {
    throw invalid(`has lockVersion ${JSON.stringify(json['lockVersion'])}, expected ${LOCK_VERSION}`);
  }
  const { kcl, client, groups } = json;
  if (typeof kcl !== 'string' || !kcl) throw invalid(`names no KCL version: kcl is ${JSON.stringify(kcl)}`);
  if (client !== undefined && (typeof client !== 'string' || !client))
    throw invalid(`has a client that is not a version: ${JSON.stringify(client)}`);
  if (!isRecord(groups)) throw invalid('has no groups');
  return {
    lockVersion: LOCK_VERSION,
    kcl,
    ...(client === undefined ? {} : { client }),
    overrides: strings('overrides'),
    additions: strings('additions'),
    groups: { daemon: group('daemon'), tools: group('tools') },
  };

  function strings(key: string): readonly string[] {
    const value = isRecord(json) ? (json[key] ?? []) : [];
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
    throw invalid(`has a ${key} that is not a list of coordinates`);
  }

  function group(name: JarGroup): readonly LockedJar[] {
    const jars = isRecord(groups) ? groups[name] : undefined;
    if (!Array.isArray(jars)) throw invalid(`has no group ${name}`);
    return jars.map((jar: unknown) => {
      const problem = problemOf(jar);
      if (problem) throw invalid(`has a jar in group ${name} ${problem}: ${JSON.stringify(jar)}`);
      return jar as LockedJar;
    });
  }
}

/** The file's text: two spaces, one field a line, a new line at the end, so that a change is a readable diff. */
export function formatLockFile(lock: LockFile): string {
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** Replaces the file in one step: an interrupted write leaves the old one. */
export async function writeLockFile(file: string, lock: LockFile): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, formatLockFile(lock));
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new KclTsError('LOCK_INVALID', `cannot write the lock file ${file}: ${messageOf(cause)}`, {
      hint: 'name another file with --jars-lock',
      cause,
    });
  }
}

function problemOf(jar: unknown): string | undefined {
  if (!isRecord(jar)) return 'that is not an object';
  const { coordinates, path, size, sha256, licence } = jar;
  const parsed = typeof coordinates === 'string' ? parseCoordinates(coordinates) : undefined;
  if (!parsed) return 'without group:artifact:version';
  // The path is joined to the cache's folder: what is not exactly the coordinates' own could point anywhere.
  if (path !== repositoryPath(parsed)) return `whose path is not that of ${formatCoordinates(parsed)}`;
  if (!Number.isSafeInteger(size) || Number(size) <= 0) return 'without a size in bytes';
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return 'without a sha256';
  if (licence !== undefined && typeof licence !== 'string') return 'whose licence is not text';
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
