// Plays the daemon for one child over named pipes, as blocking reads and writes, and measures the child.
import { Buffer } from 'node:buffer';
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/**
 * @param {{ command: string[], env?: Record<string, string> }} child
 * @param {{ line: Buffer, records: number }} batch sent again and again
 * @param {number} seconds
 */
export async function feed({ command, env = {} }, { line, records, bytes }, seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'kcl-ts-bench-'));
  const [input, output] = [join(folder, 'in'), join(folder, 'out')];
  execFileSync('mkfifo', [input, output]);
  const started = process.hrtime.bigint();
  const child = spawn('/bin/sh', ['-c', 'exec "$@" <"$IN" >"$OUT"', 'sh', ...command], {
    env: { ...process.env, ...env, IN: input, OUT: output },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const closed = once(child, 'close');
  const write = openSync(input, 'w');
  const answers = new Answers(openSync(output, 'r'));
  const since = (from) => Number(process.hrtime.bigint() - from) / 1e9;
  try {
    writeSync(
      write,
      message({
        action: 'initialize',
        shardId: 'shardId-0',
        sequenceNumber: 'TRIM_HORIZON',
        subSequenceNumber: 0,
      }),
    );
    answers.next();
    const firstAnswer = since(started);
    const before = cpuOf(child.pid);
    const from = process.hrtime.bigint();
    let batches = 0;
    do {
      writeFully(write, line);
      answers.next();
      batches++;
    } while (since(from) < seconds);
    const elapsed = since(from);
    const cpu = cpuOf(child.pid) - before;
    const peak = peakOf(child.pid);
    writeSync(write, message({ action: 'leaseLost' }));
    answers.next();
    closeSync(write);
    const [code] = await closed;
    const total = Number(/(\d+) bytes/.exec(said)?.[1]);
    if (code !== 0 || total !== batches * bytes)
      throw new Error(`expected ${batches * bytes} bytes and exit code 0, got ${code}: ${said}`);
    return { rate: (batches * records) / elapsed, cpu: (cpu / (batches * records)) * 1e5, peak, firstAnswer };
  } catch (error) {
    closeSync(write);
    await closed;
    throw new Error(`${command.join(' ')}: ${error.message}\n${said}`);
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A batch as the daemon writes it (Jackson: fields in the order of their declaration). */
export function batchOf(count, size) {
  const records = Array.from({ length: count }, (_, i) => ({
    data: Buffer.alloc(size, (i % 251) + 1).toString('base64'),
    partitionKey: `partition-${i}`,
    sequenceNumber: `49645760${String(i).padStart(48, '0')}`,
    approximateArrivalTimestamp: 1_700_000_000_000 + i,
    subSequenceNumber: 0,
    action: 'record',
  }));
  return {
    line: message({ action: 'processRecords', records, millisBehindLatest: 0 }),
    records: count,
    bytes: count * size,
  };
}

function message(value) {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

class Answers {
  #descriptor;
  #buffer = Buffer.alloc(64 * 1024);
  #rest = '';

  constructor(descriptor) {
    this.#descriptor = descriptor;
  }

  /** Waits for the next line that is not empty: aws-kcl writes one before each message. */
  next() {
    for (;;) {
      const end = this.#rest.indexOf('\n');
      if (end !== -1) {
        const line = this.#rest.slice(0, end).trim();
        this.#rest = this.#rest.slice(end + 1);
        if (line !== '') return line;
        continue;
      }
      const length = readSync(this.#descriptor, this.#buffer);
      if (length === 0) throw new Error('the child closed its stdout');
      this.#rest += this.#buffer.toString('utf8', 0, length);
    }
  }
}

function writeFully(descriptor, bytes) {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}

/** User and system CPU seconds of a process so far. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Peak resident memory in MB. */
function peakOf(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}
