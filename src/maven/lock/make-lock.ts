import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { KclTsError } from '../../errors.js';
import { closureOnClient } from './client.js';
import {
  byName,
  closureRequest,
  nameOf,
  patched,
  type ClosureChoices,
  type ProjectChoices,
} from './closure-rules.js';
import { formatCoordinates, parseCoordinates, repositoryPath, type Coordinates } from '../coordinates.js';
import { licenceOf } from './licence.js';
import type { LockedJar, LockFile } from './lock-file.js';
import type { ResolvedJar, Resolver } from './resolver.js';
import { clientArtifact, daemonArtifact, resolverTool } from './selection.js';
import { unknownVersion } from './unknown-version.js';

export interface LockRequest extends ProjectChoices {
  /** The version of the MultiLangDaemon. */
  readonly kcl: string;
  /** Another version of the KCL's client than the one that this daemon was published with. */
  readonly client?: string | undefined;
}

/**
 * Resolves a version of the daemon and makes the lock file of it: always the same for the same request, as long as
 * the repositories hold the same.
 *
 * Throws CONFIG_INVALID for a version or an override that there is nothing for, or that does not fit, JARS_UNAVAILABLE if resolving fails,
 * JAR_CORRUPT if a jar is not what its repository's checksum says.
 */
export async function makeLock(
  { kcl, client: asked, ...choices }: LockRequest,
  resolver: Resolver,
  localRepository: string,
): Promise<LockFile> {
  const daemon = parseCoordinates(`${daemonArtifact}:${kcl}`);
  const published = daemon ? await resolver.published(daemon) : [];
  // Of an artifact that is nowhere, the resolver says that it depends on nothing.
  if (!daemon || published.length <= 1)
    throw unknownVersion(daemonArtifact, kcl, await resolver.versions(daemonArtifact));
  const client = isPublishedWith(asked, published) ? undefined : asked;
  const known = client === undefined ? published : await closureOnClient(client, published, resolver);
  const moved = known.filter((one) => !published.some((other) => isSame(one, other)));
  const resolved = await resolvePatched(daemon, known, { ...choices, moved }, resolver);
  rejectUnused(choices, resolved);
  const jars = [...resolved].sort((a, b) => byName(a.coordinates, b.coordinates));
  return {
    lockVersion: 1,
    kcl,
    ...(client === undefined ? {} : { client }),
    overrides: choices.overrides.map(formatCoordinates),
    additions: choices.additions.map(formatCoordinates),
    groups: {
      daemon: await Promise.all(jars.map((jar) => lockedJar(jar, localRepository))),
      tools: [resolverTool],
    },
  };
}

/** A version that a patch brings in may itself need a patch, so the rules are applied until they change nothing. */
async function resolvePatched(
  daemon: Coordinates,
  published: readonly Coordinates[],
  choices: ClosureChoices,
  resolver: Resolver,
): Promise<ResolvedJar[]> {
  let known = published;
  for (;;) {
    const request = closureRequest(daemon, known, choices);
    const resolved = await resolver.resolve(request);
    const chosen = new Set(choices.overrides.map(nameOf));
    const names = new Set(known.map(nameOf));
    const unpatched = patched(resolved.map(({ coordinates }) => coordinates)).filter(
      (jar) => !chosen.has(nameOf(jar)) && !names.has(nameOf(jar)),
    );
    if (unpatched.length === 0) return resolved;
    known = [
      ...known,
      ...resolved.map(({ coordinates }) => coordinates).filter((jar) => !names.has(nameOf(jar))),
    ];
  }
}

function rejectUnused({ overrides }: ProjectChoices, resolved: readonly ResolvedJar[]): void {
  const versions = new Map(resolved.map(({ coordinates }) => [nameOf(coordinates), coordinates.version]));
  for (const override of overrides) {
    const version = versions.get(nameOf(override));
    if (version === override.version) continue;
    throw new KclTsError(
      'CONFIG_INVALID',
      version === undefined
        ? `the override ${formatCoordinates(override)} is for a jar that is not in the closure`
        : `the override ${formatCoordinates(override)} has no effect: ${version} is resolved`,
      { hint: 'check its group and artifact, or add the jar with --with group:artifact:version' },
    );
  }
}

function isPublishedWith(client: string | undefined, published: readonly Coordinates[]): boolean {
  return published.some((one) => nameOf(one) === clientArtifact && one.version === client);
}

function isSame(one: Coordinates, other: Coordinates): boolean {
  return formatCoordinates(one) === formatCoordinates(other);
}

async function lockedJar({ coordinates, file }: ResolvedJar, localRepository: string): Promise<LockedJar> {
  const content = await readFile(file);
  await compareWithPublished(content, file, coordinates);
  const licence = await licenceOf(coordinates, localRepository);
  return {
    coordinates: formatCoordinates(coordinates),
    path: repositoryPath(coordinates),
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    ...(licence === undefined ? {} : { licence }),
  };
}

/** Maven checks a jar when it downloads it; the file may have been damaged since. */
async function compareWithPublished(content: Buffer, file: string, coordinates: Coordinates): Promise<void> {
  const published = /^[0-9a-f]{40}/i.exec(await readFile(`${file}.sha1`, 'utf8').catch(() => ''))?.[0];
  const actual = createHash('sha1').update(content).digest('hex');
  if (published === undefined || published.toLowerCase() === actual) return;
  throw new KclTsError(
    'JAR_CORRUPT',
    `${formatCoordinates(coordinates)} has sha1 ${actual}, its repository says ${published}`,
    { details: file, hint: 'delete that file and run `kcl-ts lock` again' },
  );
}
