// From the command `kcl-ts run … --local` to the first record in a processor, jars cached: the very first run, which makes
// the class archive in its background, and later runs. Beside it the stock daemon with aws-kcl's settings and processor, on
// the same servers. Its rounds mostly wait, and so run side by side, after the others.
//
//   node bench/start/first-record.mjs [rounds] [stock rounds] [flags of run …]
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { report } from './report.mjs';
import { firstRecord, withArchiveMade, withProcessor } from './run-local.mjs';
import { stockFirstRecords } from './stock-first-record.mjs';

const [rounds = '10', stockRounds = rounds, ...flags] = process.argv.slice(2);
const jars = join(process.env.KCL_TS_CACHE ?? join(homedir(), '.cache', 'kcl-ts'), 'v1', 'jars');
const veryFirst = [];
const later = [];
await withProcessor(async (folder) => {
  for (let round = 0; round < Number(rounds); round++) {
    const cache = join(folder, `cache-${round}`);
    mkdirSync(join(cache, 'v1'), { recursive: true });
    symlinkSync(jars, join(cache, 'v1', 'jars'));
    veryFirst.push(await firstRecord(folder, { flags, env: { KCL_TS_CACHE: cache } }));
  }
  const env = { KCL_TS_CACHE: join(folder, 'cache-0') };
  const took = await withArchiveMade(folder, { flags, env }, () =>
    readdirSync(join(folder, 'cache-0', 'v1', 'classes')).some((name) => name.endsWith('.jsa')),
  );
  console.log(
    `the class archive was made ${took.toFixed(1)} s after the command, in the background of a run`,
  );
  for (let round = 0; round < Number(rounds); round++) later.push(await firstRecord(folder, { flags, env }));
});
report('command to first record, --local, the very first run', veryFirst, 's');
report('command to first record, --local, later runs', later, 's');
const stock = await stockFirstRecords(Number(stockRounds));
if (stock.length > 0) report('the stock daemon with a processor of aws-kcl', stock, 's');
process.exit();
