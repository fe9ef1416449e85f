// What kcl-ts does between java's output and its own stderr, with two files in java's place.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { silentReporter } from '../../dist/ui/reporter.js';
import { levelsOf } from '../../dist/logs/log-levels.js';
import { createWorkerEvents } from '../../dist/worker/event-bus.js';
import { createLogSink } from '../../dist/worker/observers/log-sink.js';
import { logEvents } from '../../dist/worker/observers/log.js';
import { listenToStderr } from '../../dist/worker/reports/listen-to-stderr.js';
import { openSource } from '../../dist/worker/source/index.js';
import { holdBack } from '../../dist/worker/supervise/back-pressure.js';

const [format, ...files] = process.argv.slice(2);
const { signal } = new AbortController();
const context = { env: {}, stderr: process.stderr, reporter: silentReporter, signal };
const log = createLogSink({ levels: levelsOf('info'), format, worker: 'worker-1' }, context);
const events = createWorkerEvents((name, error) => {
  throw new Error(name, { cause: error });
});
logEvents(events, log, { isProgram: false });
const source = openSource({ listen: (onReport) => listenToStderr('none', onReport) }, events);

const start = performance.now();
const java = fileURLToPath(new URL('print-as-java.mjs', import.meta.url));
const { stdout, stderr } = spawn(process.execPath, [java, ...files], { stdio: ['ignore', 'pipe', 'pipe'] });
const read = source.read({ stdout, stderr });
holdBack([stdout, stderr], process.stderr, signal);
await read;
process.stderr.write('', () => {
  const ms = performance.now() - start;
  process.stdout.write(JSON.stringify({ ms, peakMb: process.resourceUsage().maxRSS / 1024 }));
});
