import { readFileSync } from 'node:fs';
import { ownFile } from './own-files.js';

const manifest = JSON.parse(readFileSync(ownFile('package.json'), 'utf8')) as { version: string };

/** The version of the kcl-ts package that is running. */
export const packageVersion = manifest.version;
