import { KclTsError } from '../../errors.js';
import { parseCoordinates, type Coordinates } from '../coordinates.js';
import { nameOf } from './closure-rules.js';
import type { Resolver } from './resolver.js';
import { clientArtifact, daemonArtifact } from './selection.js';
import { unknownVersion } from './unknown-version.js';
import { compareVersions } from './version-order.js';

const SDK = 'software.amazon.awssdk';
/** The module of the SDK whose version a client asks for by itself; others may come from further away, and be older. */
const sdkOfClient = `${SDK}:kinesis`;

/**
 * The closure of a daemon on another version of the KCL's client than it was published with: of each jar the newer version
 * of the two closures, and all modules of the AWS SDK in the version that the client asks for. Modules of several versions
 * do not link (core 3.5.1 with SDK 2.33: NoSuchMethodError once a second).
 *
 * @param own the closure of the daemon as published
 * @throws KclTsError CONFIG_INVALID for a version that does not exist, or that this daemon cannot run on
 */
export async function closureOnClient(
  version: string,
  own: readonly Coordinates[],
  resolver: Resolver,
): Promise<Coordinates[]> {
  refuseUnfit(version, own);
  const client = parseCoordinates(`${clientArtifact}:${version}`);
  const theirs = client ? await resolver.published(client) : [];
  // Of an artifact that is nowhere, the resolver says that it depends on nothing.
  if (theirs.length <= 1)
    throw unknownVersion(clientArtifact, version, await resolver.versions(clientArtifact));
  const sdk = theirs.find((one) => nameOf(one) === sdkOfClient)?.version;
  const newest = new Map<string, Coordinates>();
  for (const one of [...own, ...theirs]) {
    const known = newest.get(nameOf(one));
    if (!known || compareVersions(known.version, one.version) < 0) newest.set(nameOf(one), one);
  }
  return [...newest.values()].map((one) =>
    one.group === SDK && sdk !== undefined ? { ...one, version: sdk } : one,
  );
}

/** A daemon calls what its own client has: an older one may lack it, and one of another major version does. */
function refuseUnfit(version: string, own: readonly Coordinates[]): void {
  const daemon = own.find((one) => nameOf(one) === daemonArtifact)?.version ?? '';
  const least = own.find((one) => nameOf(one) === clientArtifact)?.version ?? daemon;
  const isOlder = compareVersions(version, least) < 0;
  if (!isOlder && majorOf(version) === majorOf(least)) return;
  throw new KclTsError(
    'CONFIG_INVALID',
    `the MultiLangDaemon ${daemon} does not run on version ${version} of ${clientArtifact}`,
    {
      hint: isOlder
        ? `it needs ${least} or a newer one of ${majorOf(least)}.x; for an older KCL, choose the daemon with --kcl-version`
        : `it needs a version of ${majorOf(least)}.x, from ${least} on`,
    },
  );
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? '';
}
