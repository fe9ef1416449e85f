import { createRequire } from 'node:module';

const manifest = createRequire(import.meta.url)('../package.json') as { version: string };

/** The version of the kcl-ts package that is running. */
export const packageVersion = manifest.version;
