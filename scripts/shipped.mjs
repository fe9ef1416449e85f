// The repository's tests and benchmarks import single modules from dist/. Users get the bundles alone.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes npm leave out all modules and declarations of `dist` but these. */
export function shipOnly(dist, files) {
  const kept = [...new Set(files)].sort().map((file) => `!/${file.replaceAll('\\', '/')}\n`);
  writeFileSync(join(dist, '.npmignore'), ['*.js\n', '*.cjs\n', '*.d.ts\n', '*.d.cts\n', ...kept].join(''));
}
