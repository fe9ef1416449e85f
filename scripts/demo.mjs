// `npm run demo`: installs, builds and counts words with the real daemon on the embedded stack.
import { join } from 'node:path';
import { installIfNeeded, root, run } from './install.mjs';

installIfNeeded();
run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
run(process.execPath, [join(root, 'examples', 'word-count', 'demo.mjs')]);
