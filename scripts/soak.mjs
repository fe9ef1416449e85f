// `npm run soak [-- model|watching|ledger|starts|sharing|stops|stock|denied|applications|resharding|memory|templates …]`: installs,
// builds and runs the reliability scenarios at their full length, one after the other; two hours. Each prints its figures as a table.
// `templates` has each template installed, and its image's steps run.
// KCL_TS_SOAK_SEED repeats the kills of a run.
import { join } from 'node:path';
import { installIfNeeded, root, run } from './install.mjs';

const named = process.argv.slice(2);
const scenarios =
  named.length > 0
    ? named
    : [
        'model',
        'watching',
        'ledger',
        'starts',
        'sharing',
        'stops',
        'stock',
        'denied',
        'applications',
        'resharding',
        'memory',
        'templates',
      ];
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

const filesOf = (scenario) =>
  scenario === 'templates'
    ? ['test/templates/installed.test.ts', 'test/templates/image.test.ts']
    : [`test/reliability/${scenario}.test.ts`];

installIfNeeded();
run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
for (const scenario of scenarios) {
  run(process.execPath, [vitest, 'run', ...filesOf(scenario), '--disable-console-intercept'], {
    env: { ...process.env, KCL_TS_SOAK: 'full' },
  });
}
