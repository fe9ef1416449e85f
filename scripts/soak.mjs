// `npm run soak [-- model|watching|ledger|starts|sharing|applications|resharding|memory …]`: installs, builds and runs the reliability
// scenarios at their full length, one after the other; an hour and a half. Each prints its figures as a table.
// KCL_TS_SOAK_SEED repeats the kills of a run.
import { join } from 'node:path';
import { installIfNeeded, root, run } from './install.mjs';

const named = process.argv.slice(2);
const scenarios =
  named.length > 0
    ? named
    : ['model', 'watching', 'ledger', 'starts', 'sharing', 'applications', 'resharding', 'memory'];
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

installIfNeeded();
run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
for (const scenario of scenarios) {
  run(
    process.execPath,
    [vitest, 'run', `test/reliability/${scenario}.test.ts`, '--disable-console-intercept'],
    {
      env: { ...process.env, KCL_TS_SOAK: 'full' },
    },
  );
}
