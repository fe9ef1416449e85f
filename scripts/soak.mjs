// `npm run soak [-- model|watching|ledger|starts|sharing|stops|stock|denied|applications|resharding|memory|shards|records|leases|processes|templates|migrate …]`:
// installs, builds and runs the reliability scenarios at their full length, one after the other; two hours. Each prints its figures as
// a table. `templates` has each template installed, and its image's steps run. `processes` runs what starts, kills and stops workers with two processes for all shards. `migrate` runs the samples of aws-kcl with both, from
// the checkout of github.com/awslabs/amazon-kinesis-client-nodejs that KCL_TS_AWS_KCL names.
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
        'shards',
        'records',
        'leases',
        'processes',
        'templates',
        'migrate',
      ];
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

const elsewhere = {
  leases: ['test/cli/commands/leases/two-workers.test.ts'],
  processes: [
    ...['ledger', 'stops', 'resharding'].map((name) => `test/reliability/${name}.test.ts`),
    ...['consume', 'failing', 'processor-output', 'stopping'].map(
      (name) => `test/cli/commands/run/${name}.test.ts`,
    ),
  ],
  templates: ['test/templates/installed.test.ts', 'test/templates/image.test.ts'],
  migrate: ['test/scaffold/migration/samples.test.ts', 'test/cli/commands/init-from-aws-kcl.test.ts'],
};
const filesOf = (scenario) => elsewhere[scenario] ?? [`test/reliability/${scenario}.test.ts`];

installIfNeeded();
run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
for (const scenario of scenarios) {
  run(process.execPath, [vitest, 'run', ...filesOf(scenario), '--disable-console-intercept'], {
    env: {
      ...process.env,
      KCL_TS_SOAK: 'full',
      ...(scenario === 'processes' ? { KCL_TS_PROCESSES: '2' } : {}),
    },
  });
}
