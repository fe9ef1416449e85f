// From the command `kcl-ts run … --local` to the first record in a processor, jars cached.
//
//   node bench/start/first-record.mjs [rounds] [flags of run …]
import { report } from './report.mjs';
import { firstRecord, withProcessor } from './run-local.mjs';

const [rounds = '5', ...flags] = process.argv.slice(2);
const seconds = [];
await withProcessor(async (folder) => {
  for (let round = 0; round < Number(rounds); round++) seconds.push(await firstRecord(folder, { flags }));
});
report('command to first record, --local', seconds, 's');
