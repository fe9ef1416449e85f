import { KclTsError } from '../../errors.js';

/** There is no such version of an artifact; the error names those that there are. */
export function unknownVersion(artifact: string, version: string, versions: readonly string[]): KclTsError {
  return new KclTsError('CONFIG_INVALID', `there is no version '${version}' of ${artifact}`, {
    hint:
      versions.length > 0
        ? `the repository has ${versions.join(', ')}`
        : 'the repository does not know it at all: check --maven-repo and ~/.m2/settings.xml',
  });
}
