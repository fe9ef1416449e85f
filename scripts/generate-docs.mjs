// Writes docs/configuration.md: node scripts/generate-docs.mjs (after a build); with --print, to stdout.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationPage } from './configuration-page.mjs';
import { root } from './install.mjs';

const page = await configurationPage();
if (process.argv.includes('--print')) process.stdout.write(page);
else writeFileSync(join(root, 'docs', 'configuration.md'), page);
