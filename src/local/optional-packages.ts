import { createRequire } from 'node:module';
import { KclTsError } from '../errors.js';

/** What the embedded servers are made of. Optional dependencies: a production install may leave them out. */
const packages = ['kinesis-local', 'dynalite'];

/** Throws LOCAL_UNAVAILABLE with how to install what is missing. */
export function requireOptionalPackages(): void {
  const { resolve } = createRequire(import.meta.url);
  const missing = packages.filter((name) => {
    try {
      return !resolve(name);
    } catch {
      return true;
    }
  });
  if (missing.length === 0) return;
  throw new KclTsError(
    'LOCAL_UNAVAILABLE',
    `the optional ${missing.length > 1 ? 'packages' : 'package'} ${missing.join(' and ')} that --local needs ${missing.length > 1 ? 'are' : 'is'} not installed`,
    { hint: `npm install --save-dev ${missing.join(' ')}` },
  );
}
