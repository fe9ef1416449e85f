// Prints the table of docs/errors.md from src/errors.ts: node scripts/errors-table.mjs (after a build).
import { errorKinds } from '../dist/errors.js';

for (const [code, { exitCode, source, meaning }] of Object.entries(errorKinds)) {
  console.log(`| \`${code}\` | ${exitCode} | ${source} | ${meaning} |`);
}
