// kcl-ts's own time before java is spawned, warm cache, every jar verified: from the command to java's first instruction,
// where "java" is a shell script that notes the time. Beside it, in the same rounds, a bare node that does nothing.
//
//   node bench/start/before-java.mjs [rounds]
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report } from './report.mjs';

const rounds = Number(process.argv[2] ?? 9);
const cli = fileURLToPath(new URL('../../bin/kcl-ts.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
const note = join(folder, 'started');
mkdirSync(join(folder, 'bin'));
writeFileSync(join(folder, 'release'), 'JAVA_VERSION="17.0.0"\n');
writeFileSync(join(folder, 'bin', 'java'), `#!/bin/sh\ndate +%s%N > "${note}"\nexit 1\n`);
chmodSync(join(folder, 'bin', 'java'), 0o755);
writeFileSync(join(folder, 'processor.ts'), 'export default { processRecords() {} };\n');

const args = [
  'run',
  'processor.ts',
  '--stream',
  's',
  '--app',
  'App',
  '--region',
  'us-east-1',
  '--java',
  folder,
];
const own = [];
const bare = [];
try {
  for (let round = -1; round < rounds; round++) {
    const start = Date.now();
    spawnSync(process.execPath, [cli, ...args], {
      cwd: folder,
      env: { ...process.env, CI: '1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' },
    });
    const took = Number(readFileSync(note, 'utf8')) / 1e6 - start;
    const bareStart = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    // the first round warms the caches of the machine
    if (round >= 0) {
      own.push(took);
      bare.push(performance.now() - bareStart);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report('kcl-ts before java', own, 'ms');
report('node that does nothing', bare, 'ms');
