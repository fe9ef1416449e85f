// Shows the screens of docs/live-view.md, at 80 and 200 columns after a minute of load: node scripts/view-screens.mjs (after a build).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import xterm from '@xterm/headless';
import { root } from './install.mjs';

const LOADED_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'view-screens-'));

try {
  writeFileSync(
    join(folder, 'processor.mjs'),
    `import { setTimeout } from 'node:timers/promises';
export default { async processRecords({ records, checkpointer }) {
  for (const record of records) {
    await setTimeout(3);
    if (Number(record.sequenceNumber.slice(-3)) % 97 === 0) console.log('order', record.text().length, 'is shipped');
  }
  await checkpointer.checkpoint(records.at(-1));
} };
`,
  );
  writeFileSync(join(folder, 'records.txt'), `${'an order of some lines '.repeat(10)}\n`.repeat(100_000));
  const terminal = new xterm.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  const run = [
    ...[join(root, 'bin', 'kcl-ts.js'), 'run', 'processor.mjs', '--stream', 'orders', '--app', 'Shipping'],
    ...['--ui', '--local', '--shards', '4', '--records', 'records.txt', '--worker-id', 'worker-1'],
  ];
  const helper = join(root, 'test', 'support', 'terminal.py');
  const program = spawn('python3', [helper, '80', '24', process.execPath, ...run], {
    cwd: folder,
    env: { ...process.env, CI: '', TERM: 'xterm', NO_COLOR: '1' },
  });
  program.stdout.on('data', (chunk) => terminal.write(chunk));
  const ended = once(program, 'close');
  await wait(LOADED_MS);
  console.log(screenOf(terminal));
  terminal.resize(200, 24);
  program.stdin.write('resize 200 24\n');
  await wait(2_000);
  console.log(`\n${screenOf(terminal)}`);
  program.stdin.write('type "q"\n');
  await ended;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function screenOf({ rows, buffer }) {
  const { active } = buffer;
  const lines = Array.from({ length: rows }, (_, row) => active.getLine(active.baseY + row));
  return lines
    .map((line) => line.translateToString(true))
    .join('\n')
    .trimEnd();
}
