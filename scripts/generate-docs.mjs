// Writes docs/configuration.md from the table of keys and the flags of `run`: node scripts/generate-docs.mjs (after a build).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { otherFlagsOfRun } from '../dist/cli/flags/other.js';
import { configurationPage } from '../dist/properties/reference.js';
import { readLockFile } from '../dist/maven/lock/lock-file.js';
import { root } from './install.mjs';

const { kcl } = await readLockFile(join(root, 'jars.lock'));
writeFileSync(join(root, 'docs', 'configuration.md'), configurationPage(otherFlagsOfRun(), kcl));
