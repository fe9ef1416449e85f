import { beforeAll, describe, expect, it } from 'vitest';
import {
  missingFrom,
  reachableFrom,
  readReferences,
  type ClassReferences,
  type MissingReference,
} from '../support/class-references.js';
import { artifactOf, daemonClassPath } from '../support/daemon-jars.js';
import { unresolvedReferences, type UnresolvedReference } from '../support/unresolved-references.js';

/**
 * Jars whose every class counts as used: the daemon itself, and those whose classes a property or a logback file may
 * name, or that a library loads by name.
 */
const usedAsAWhole = [
  'amazon-kinesis-client-multilang',
  'amazon-kinesis-client',
  'auth',
  'sts',
  'sso',
  'ssooidc',
  'http-auth-aws-eventstream',
  'url-connection-client',
  'logback-classic',
  'logback-core',
];

describe('the jars of jars.lock', () => {
  let jars: string[];
  let references: ClassReferences;
  let reached: Set<string>;
  let missing: MissingReference[];

  beforeAll(async () => {
    jars = await daemonClassPath();
    references = await readReferences(jars);
    const whole = [...references.artifacts].filter(([, artifact]) => usedAsAWhole.includes(artifact));
    reached = reachableFrom([...whole.map(([type]) => type), ...references.services], references);
    missing = missingFrom(reached, references);
  }, 180_000);

  it('hold every class that the daemon can reach, but for those with a reason', () => {
    const unexplained = missing.filter((one) => !unresolvedReferences.some((known) => explains(known, one)));
    expect(unexplained).toEqual([]);
  });

  it('need every reason that is given for a missing class', () => {
    const stale = unresolvedReferences.filter((known) => !missing.some((one) => explains(known, one)));
    expect(stale).toEqual([]);
  });

  it('are all reached', () => {
    const used = new Set([...reached].map((type) => references.artifacts.get(type)));
    expect(jars.map(artifactOf).filter((artifact) => !used.has(artifact))).toEqual([]);
  });

  it('hold no class twice, so their order on the class path has no meaning', () => {
    expect(references.duplicates).toEqual([]);
  });

  it('run on Java 8', () => {
    expect(references.newest).toBe(52);
  });
});

function explains({ from, to }: UnresolvedReference, missing: MissingReference): boolean {
  return missing.artifact === from && missing.to.startsWith(to);
}
