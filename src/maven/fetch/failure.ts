import { KclTsError } from '../../errors.js';
import type { LockedJar } from '../lock/lock-file.js';
import type { Repository } from '../repository.js';
import type { Setback } from './attempt.js';

/** What one repository answered. */
export interface Refusal {
  readonly repository: Repository;
  readonly setback: Setback;
}

/** The error for a jar that no repository gave: which, what each of them said, and which setting may help. */
export function fetchFailure(jar: LockedJar, file: string, refusals: readonly Refusal[]): KclTsError {
  const wrong = refusals.some(({ setback }) => setback.wrongContent);
  return new KclTsError(
    wrong ? 'JAR_CORRUPT' : 'JARS_UNAVAILABLE',
    wrong
      ? `no repository has ${jar.coordinates} with the size and hash in the lock file`
      : `cannot download ${jar.coordinates}`,
    {
      details: [
        ...refusals.map(({ repository, setback }) => `${repository.url}/${jar.path}: ${setback.reason}`),
        `needed as ${file}`,
      ].join('\n'),
      hint: wrong
        ? 'a proxy or mirror may have changed it: name another repository with --maven-repo URL'
        : [
            'behind a proxy, set HTTPS_PROXY; behind a private certificate authority, NODE_EXTRA_CA_CERTS=FILE',
            'with a mirror, name it with --maven-repo URL (or KCL_TS_MAVEN_REPO)',
            'without a network, bring a folder filled by `kcl-ts fetch-jars --jars-dir DIR` and use --jars-dir DIR --offline',
          ].join('\n'),
    },
  );
}
