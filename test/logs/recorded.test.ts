import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Context } from '../../src/context.js';
import { logFormats, type LogFormat } from '../../src/logs/format/index.js';
import { levelsOf } from '../../src/logs/log-levels.js';
import { silentReporter } from '../../src/ui/reporter.js';
import { createWorkerEvents } from '../../src/worker/event-bus.js';
import { createLogSink } from '../../src/worker/observers/log-sink.js';
import { logEvents } from '../../src/worker/observers/log.js';
import { watchTroubles } from '../../src/worker/observers/troubles.js';
import { openSource } from '../../src/worker/source/index.js';
import { listenToStderr } from '../../src/worker/reports/listen-to-stderr.js';

/**
 * stdout.log and stderr.log are what java 17 with KCL 3.1.3 printed while a processor wrote with console, pino 10, winston 3 and the
 * logger of kcl-ts, and threw in the end; without the lines from before the first record, and with other paths and another
 * host. A program in java's place kept them: `exec java "$@" > >(tee stdout.log) 2> >(tee stderr.log >&2)`.
 */
const folder = new URL('recorded/', import.meta.url);

/** Reads what was recorded as a run does, with the levels that show all of it but what the daemon repeats. */
async function logged(format: LogFormat): Promise<string> {
  const written: string[] = [];
  const stderr = new Writable({
    write(chunk: Buffer, _, done) {
      written.push(chunk.toString());
      done();
    },
  });
  const context: Context = {
    ...{ env: {}, cwd: '/', platform: 'linux', homedir: '/', tmpdir: '/' },
    ...{ stdout: stderr, stderr, reporter: silentReporter, signal: new AbortController().signal },
  };
  const levels = levelsOf('info', new Map([['kcl', 'debug']]));
  const log = createLogSink({ levels, format, worker: 'worker-1' }, context);
  const events = createWorkerEvents((name, error) => {
    throw new Error(name, { cause: error });
  });
  watchTroubles(events, { isReading: () => true });
  logEvents(events, log, { isProgram: false });
  const target = { kind: 'stderr', secret: 'none of these lines' } as const;
  const source = openSource(
    { target, listen: (onReport) => listenToStderr(target.secret, onReport) },
    events,
  );
  await source.read({
    stdout: createReadStream(new URL('stdout.log', folder)),
    stderr: createReadStream(new URL('stderr.log', folder)),
  });
  source.close();
  return written.join('');
}

describe('what a daemon printed, with stacks, messages of several lines and bytes that are no UTF-8', () => {
  // The words of the JVM have the time at which they are read, and come when it is certain that nobody else said them.
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: 1795711056000 }));
  afterEach(() => vi.useRealTimers());

  it.each(logFormats)('is always the same log in the format %s', async (format) => {
    await expect(await logged(format)).toMatchFileSnapshot(
      fileURLToPath(new URL(`expected.${format}.log`, folder)),
    );
  });

  it('is one event a line in the formats for programs', async () => {
    const lines = (await logged('json')).trimEnd().split('\n');
    const events = lines.map((line) => JSON.parse(line) as { source: string; message: string });
    const own = events.filter(({ source }) => source === 'processor').map(({ message }) => message);
    expect(own).toEqual(
      expect.arrayContaining(['bytes \ufffd\ufffd\ufffd(', 'not stored\nat all', 'stored late']),
    );
    expect((await logged('logfmt')).trimEnd().split('\n')).toHaveLength(lines.length);
  });
});
