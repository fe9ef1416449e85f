import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../../src/context.js';
import type { DaemonLine } from '../../../src/logs/daemon-line.js';
import type { LogEvent, LogLevel } from '../../../src/logs/log-event.js';
import { levelsOf } from '../../../src/logs/log-levels.js';
import { createLogSink, type LogSink } from '../../../src/worker/observers/log-sink.js';
import { silentReporter } from '../../../src/ui/reporter.js';

/** Takes nothing until it is told to. */
class Terminal extends Writable {
  readonly lines: string[] = [];
  #resume: (() => void) | undefined;

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.lines.push(...chunk.toString().trimEnd().split('\n'));
    this.#resume = done;
  }

  async read(): Promise<void> {
    // what is written in one turn comes with its end
    await Promise.resolve();
    while (this.writableLength > 0) {
      this.#resume?.();
      await Promise.resolve();
    }
  }
}

function sinkOf(level: LogLevel): { log: LogSink; terminal: Terminal; stop: AbortController } {
  const terminal = new Terminal();
  const stop = new AbortController();
  const context: Context = {
    env: {},
    cwd: '/',
    platform: process.platform,
    homedir: '/',
    tmpdir: '/',
    stdout: terminal,
    stderr: terminal,
    reporter: silentReporter,
    signal: stop.signal,
  };
  return { log: createLogSink({ levels: levelsOf(level), format: 'json' }, context), terminal, stop };
}

function messagesIn({ lines }: Terminal): string[] {
  return lines.map((line) => (JSON.parse(line) as LogEvent).message);
}

describe('what is written to the log', () => {
  it('is of the level that was asked for, or more severe', async () => {
    const { log, terminal } = sinkOf('warn');
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log.say(level, level);
    await terminal.read();
    expect(terminal.lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual([
      'warn',
      'error',
    ]);
    expect([log.shows('kcl', 'info'), log.shows('jvm', 'warn')]).toEqual([false, true]);
  });

  it("keeps a line of the daemon's that is not worth showing for debug, and one of trace for trace", async () => {
    const line: DaemonLine = {
      timestamp: new Date(),
      level: 'error',
      logger: 'a.B',
      message: 'x',
      arguments: [],
    };
    const { log, terminal } = sinkOf('trace');
    log.daemon(line, true);
    log.daemon(line, false);
    log.daemon({ ...line, level: 'trace' }, false);
    await terminal.read();
    expect(terminal.lines.map((text) => (JSON.parse(text) as { level: string }).level)).toEqual([
      'error',
      'debug',
      'trace',
    ]);
  });

  it('goes to another destination instead while there is one, and to listeners beside', async () => {
    const { log, terminal } = sinkOf('info');
    const heard: string[] = [];
    const shown: string[] = [];
    const leave = log.onEvent(({ message }) => heard.push(message));
    log.say('info', 'one');
    const giveBack = log.redirect((event, line) =>
      shown.push(`${event.message} ${(JSON.parse(line()) as { level: string }).level}`),
    );
    log.say('info', 'two');
    log.say('debug', 'not shown');
    giveBack();
    leave();
    log.say('info', 'three');
    await terminal.read();
    expect(heard).toEqual(['one', 'two']);
    expect(shown).toEqual(['two info']);
    expect(messagesIn(terminal)).toEqual(['one', 'three']);
  });

  it('goes on when a listener fails, and says so once', async () => {
    const { log, terminal } = sinkOf('info');
    log.onEvent(() => {
      throw new Error('no view');
    });
    log.say('info', 'one');
    log.say('info', 'two');
    await terminal.read();
    expect(messagesIn(terminal)).toEqual([
      'what listens to the log failed, the worker goes on: no view',
      'one',
      'two',
    ]);
  });

  it('waits for no reader once the worker is to stop, and says how many lines are left out', async () => {
    const { log, terminal, stop } = sinkOf('info');
    const megabyte = 'x'.repeat(1024 * 1024);
    log.say('info', megabyte);
    log.say('info', 'before the stop all is kept');
    stop.abort();
    log.say('info', 'left out');
    log.say('info', 'left out');
    await terminal.read();
    log.say('info', 'read again');
    await terminal.read();
    expect(terminal.lines.slice(1).map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'before the stop all is kept',
      '2 lines are left out here: nobody read them while the worker was to stop',
      'read again',
    ]);
  });
});
