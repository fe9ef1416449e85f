// `npm test [-- <vitest arguments>]`: installs, builds and runs the tests.
import { join } from 'node:path';
import { installIfNeeded, root, run } from './install.mjs';

installIfNeeded();
run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
run(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)]);
