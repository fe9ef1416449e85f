// What the class archive of `fetch-jars --warm local` saves: from the command to the first record in a processor, and processor
// time for the whole of a short run (on Linux), with it and without it in turn, jars cached.
//
//   node bench/start/class-archive.mjs [rounds]
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './report.mjs';
import { cli, firstRecord, withProcessor } from './run-local.mjs';

const rounds = Number(process.argv[2] ?? 5);
const withArchive = { seconds: [], cpu: [] };
const without = { seconds: [], cpu: [] };
await withProcessor(async (folder) => {
  const caches = { cold: join(folder, 'cold'), warm: join(folder, 'warm') };
  const fetch = (cache, ...flags) =>
    execFileSync(process.execPath, [cli, 'fetch-jars', ...flags], {
      cwd: folder,
      env: { ...process.env, KCL_TS_CACHE: cache },
      stdio: 'inherit',
    });
  fetch(caches.cold);
  const start = Date.now();
  fetch(caches.warm, '--warm', 'local');
  console.log(`fetching and making the archive: ${Math.round((Date.now() - start) / 100) / 10} s`);
  for (let round = 0; round < rounds; round++) {
    for (const [figures, cache] of [
      [without, caches.cold],
      [withArchive, caches.warm],
    ]) {
      const before = cpuSeconds();
      figures.seconds.push(await firstRecord(folder, { env: { KCL_TS_CACHE: cache } }));
      figures.cpu.push(cpuSeconds() - before);
    }
  }
});
for (const [kind, name] of Object.entries({ seconds: 'command to first record, --local', cpu: 'CPU' })) {
  report(`${name}, without an archive`, without[kind], 's');
  report('with one', withArchive[kind], 's');
  const ratios = withArchive[kind].map((figure, round) => figure / without[kind][round]);
  report('ratio of each pair', ratios, '');
}

/** Of all processes that this one started and that have ended (proc(5), in ticks of 10 ms). */
function cpuSeconds() {
  if (!existsSync('/proc/self/stat')) return 0;
  const [user, system] = readFileSync('/proc/self/stat', 'utf8').split(' ').slice(15, 17);
  return (Number(user) + Number(system)) / 100;
}
