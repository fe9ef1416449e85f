// How many lines of processors a second get from java's output to the log, in each format, and how much memory that takes: once
// with text, once with lines of a logger. Beside it, `cat` passes the same bytes on through the same pipes. Whoever reads the
// log does so as fast as it comes; with `slow`, for a second it does not read at all.
//
//   node bench/logs/relay.mjs [lines] [rounds] [slow]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { report } from '../start/report.mjs';

const lines = Number(process.argv[2] ?? 200_000);
const rounds = Number(process.argv[3] ?? 3);
const isSlow = process.argv[4] === 'slow';
const relay = fileURLToPath(new URL('relay-program.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bench-logs-'));

const kinds = {
  text: (at) => `order ${at} stored in 12 ms, ${'x'.repeat(60)}`,
  structured: (at) =>
    JSON.stringify({ level: 30, time: Date.now(), orderId: at, msg: `stored ${'x'.repeat(40)}` }),
};

try {
  const files = Object.entries(kinds).map(([kind, lineOf]) => ({ kind, ...write(kind, lineOf) }));
  for (const { kind, stdout, stderr } of files) {
    const programs = [
      ['cat', ['sh', ['-c', 'cat "$1" "$2" >&2', 'sh', stdout, stderr]]],
      ...['pretty', 'json', 'logfmt'].map((format) => [
        format,
        [process.execPath, [relay, format, stdout, stderr]],
      ]),
    ];
    const rates = new Map(programs.map(([name]) => [name, []]));
    const memory = new Map(programs.map(([name]) => [name, []]));
    // in turns, so that a busy moment of the machine meets all of them
    for (let round = 0; round < rounds; round++) {
      for (const [name, command] of programs) {
        const { seconds, peakMb } = await measure(command);
        rates.get(name).push(lines / seconds);
        if (peakMb !== undefined) memory.get(name).push(peakMb);
      }
    }
    for (const [name] of programs) {
      report(`${kind}, ${name}`, rates.get(name), 'lines/s');
      if (memory.get(name).length > 0) report(`${kind}, ${name}, peak memory`, memory.get(name), 'MB');
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** As java prints them: each in its log, and once more as it is. */
function write(kind, lineOf) {
  const [stdout, stderr] = ['stdout', 'stderr'].map((stream) => join(folder, `${kind}.${stream}`));
  const event = {
    ...{
      sequenceNumber: 0,
      timestamp: Date.now(),
      nanoseconds: 0,
      level: 'ERROR',
      threadName: 'multi-lang-daemon-0001',
    },
    loggerName: 'software.amazon.kinesis.multilang.DrainChildSTDERRTask',
    context: { name: 'default', birthdate: 0, properties: {} },
    ...{ mdc: {}, message: 'Received error line from subprocess [{}] for shard {}' },
  };
  const printed = Array.from({ length: lines }, (_, at) => lineOf(at));
  const logged = printed.map((line) =>
    JSON.stringify({ ...event, arguments: [line, 'shardId-000000000000'], throwable: null }),
  );
  writeFileSync(stdout, `${logged.join('\n')}\n`);
  writeFileSync(stderr, `${printed.join('\n')}\n`);
  return { stdout, stderr };
}

async function measure([file, args]) {
  const start = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let peak = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (peak += text));
  if (isSlow) await sleep(1_000);
  child.stderr.resume();
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`${file} ended with ${exitCode}`);
  const seconds = (performance.now() - start) / 1000;
  // of the program that relays, its start is no part
  const { ms = seconds * 1000, peakMb } = peak === '' ? {} : JSON.parse(peak);
  return { seconds: ms / 1000, peakMb };
}
