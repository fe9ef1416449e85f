// What the live view takes: node bench/view/view.mjs [rounds] [records]: runs in turn without it and with --ui, --ui-port and --metrics-port
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [rounds, records] = [Number(process.argv[2] ?? 4), Number(process.argv[3] ?? 100_000)];
const cli = fileURLToPath(new URL('../../bin/kcl-ts.js', import.meta.url));
const inTerminal = fileURLToPath(new URL('../../test/support/terminal.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-view-'));
const [times, cpu] = [join(folder, 'times'), join(folder, 'cpu')];
const variants = { plain: ['--ui-port', 'off'], view: ['--ui', '--ui-port', '0', '--metrics-port', '0'] };

try {
  writeFileSync(
    join(folder, 'processor.mjs'),
    `import { appendFileSync } from 'node:fs';
export default { async processRecords({ records, checkpointer }) {
  const first = Date.now();
  await checkpointer.checkpoint(records.at(-1));
  appendFileSync(${JSON.stringify(times)}, first + ' ' + Date.now() + ' ' + records.length + '\\n');
} };
`,
  );
  // The CPU time of kcl-ts alone, without java and the processors.
  writeFileSync(
    join(folder, 'measure.mjs'),
    `import { writeFileSync } from 'node:fs';
if (process.argv[1]?.endsWith('kcl-ts.js') && process.argv[2] === 'run') process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(${JSON.stringify(cpu)}, String((user + system) / 1e6));
});
`,
  );
  writeFileSync(join(folder, 'records.txt'), `${'a record of the live view '.repeat(8)}\n`.repeat(records));
  const results = { plain: [], view: [] };
  for (let round = 0; round < rounds; round++) {
    // Neither is always the first.
    const order = round % 2 === 0 ? ['plain', 'view'] : ['view', 'plain'];
    for (const name of order) results[name].push(await measure(variants[name]));
  }
  report(results);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(flags) {
  rmSync(times, { force: true });
  const started = performance.now();
  const run = ['run', 'processor.mjs', '--stream', 'words', '--app', 'App', '--local', '--shards', '4'];
  const program = spawn(
    'python3',
    [
      ...[inTerminal, '120', '40', process.execPath, cli, ...run],
      ...['--records', 'records.txt', '--until-caught-up', ...flags],
    ],
    {
      cwd: folder,
      env: { ...process.env, CI: '', TERM: 'xterm', NODE_OPTIONS: `--import=${join(folder, 'measure.mjs')}` },
    },
  );
  let output = '';
  program.stdout.setEncoding('latin1').on('data', (chunk) => (output += chunk));
  const [code] = await once(program, 'close');
  if (code !== 0) throw new Error(`kcl-ts ended with ${code}:\n${output}`);
  const wall = (performance.now() - started) / 1000;
  const batches = readFileSync(times, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
  const seconds =
    (Math.max(...batches.map(([, last]) => last)) - Math.min(...batches.map(([at]) => at))) / 1000;
  const count = batches.reduce((sum, [, , size]) => sum + size, 0);
  return {
    rate: count / seconds,
    cpu: Number(readFileSync(cpu, 'utf8')),
    wall,
    frames: output.split('\u001b[?2026h').length - 1,
  };
}

function report({ plain, view }) {
  const ratios = view.map(({ rate }, round) => rate / plain[round].rate);
  const shares = view.map((one, round) => (100 * (one.cpu - plain[round].cpu)) / one.wall);
  console.log(`| ${rounds} rounds in turn, ${records} records | median | from | to |\n|---|---|---|---|`);
  row(
    'records/s without',
    plain.map(({ rate }) => rate),
    0,
  );
  row(
    'records/s with the view, the page and metrics',
    view.map(({ rate }) => rate),
    0,
  );
  row('ratio', ratios, 3);
  row('CPU of kcl-ts for it, % of a core', shares, 2);
  row(
    'frames a second',
    view.map(({ frames, wall }) => frames / wall),
    2,
  );
}

function row(name, values, digits) {
  const sorted = [...values].sort((a, b) => a - b);
  const median = (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
  console.log(
    `| ${name} | ${[median, sorted[0], sorted.at(-1)].map((value) => value.toFixed(digits)).join(' | ')} |`,
  );
}
