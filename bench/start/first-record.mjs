// From the command `kcl-ts run … --local` to the first record in a processor, jars cached.
//
//   node bench/start/first-record.mjs [rounds] [flags of run …]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report } from './report.mjs';

const [rounds = '5', ...flags] = process.argv.slice(2);
const cli = fileURLToPath(new URL('../../bin/kcl-ts.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
writeFileSync(
  join(folder, 'processor.ts'),
  'export default { processRecords() { console.log("first record " + Date.now()); } };\n',
);
const args = [
  'run',
  'processor.ts',
  '--stream',
  'words',
  '--app',
  'App',
  '--local',
  '--until-caught-up',
  ...flags,
];
const seconds = [];
try {
  for (let round = 0; round < Number(rounds); round++) {
    const start = Date.now();
    const worker = spawn(process.execPath, [cli, ...args], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let stderr = '';
    worker.stderr.setEncoding('utf8').on('data', (chunk) => (stderr += chunk));
    const [code] = await once(worker, 'close');
    const first = /first record (\d+)/.exec(stderr)?.[1];
    if (code !== 0 || first === undefined) throw new Error(`kcl-ts ended with ${code}:\n${stderr}`);
    seconds.push((Number(first) - start) / 1000);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report('command to first record, --local', seconds, 's');
