import { writeSync } from 'node:fs';
import { emitKeypressEvents, type Key as Keypress } from 'node:readline';
import type { Key, TerminalHost } from '../../ui/screen/live-terminal.js';

export interface HostOptions {
  /** Whether standard input is for something else. */
  readonly isStdinTaken: boolean;
  /** Whether the worker was asked to stop. */
  readonly isStopping: () => boolean;
}

const keys = new Set<string>(['up', 'down', 'pageup', 'pagedown', 'home', 'end'] satisfies Key[]);

/**
 * The terminal of this process. While its keys are taken, those that a terminal makes signals of are made so here: Ctrl-C,
 * Ctrl-\ and Ctrl-Z do what they always do. `q` stops the worker as the first Ctrl-C does.
 */
export function terminalHost(
  output: TerminalHost['output'],
  { isStdinTaken, isStopping }: HostOptions,
): TerminalHost {
  return {
    output,
    hasKeys: process.stdin.isTTY && !isStdinTaken,
    takeKeys(onKey) {
      const { stdin } = process;
      const onKeypress = (_: string | undefined, { name, ctrl, sequence }: Keypress): void => {
        if (ctrl && name === 'c') raise('SIGINT');
        else if (ctrl && name === 'z') raise('SIGTSTP');
        else if (sequence === '\u001c') raise('SIGQUIT');
        else if (name === 'q' && !isStopping()) raise('SIGINT');
        else if (isKey(name)) onKey(name);
      };
      emitKeypressEvents(stdin);
      stdin.on('keypress', onKeypress);
      stdin.setRawMode(true);
      stdin.resume().unref();
      return () => {
        stdin.off('keypress', onKeypress);
        stdin.setRawMode(false);
        stdin.pause();
      };
    },
    onSuspend({ suspend, resume }) {
      const onSuspend = (): void => {
        suspend();
        process.kill(process.pid, 'SIGSTOP');
      };
      process.on('SIGTSTP', onSuspend).on('SIGCONT', resume);
      return () => process.off('SIGTSTP', onSuspend).off('SIGCONT', resume);
    },
    writeAtExit: (text) => writeAtOnce(output.fd, text),
    atExit(action) {
      process.on('exit', action);
      return () => process.off('exit', action);
    },
  };
}

/** As a terminal does: to all of its foreground, so that npm, and a script, hear of it too. */
function raise(signal: NodeJS.Signals): void {
  if (process.platform === 'win32') process.emit(signal);
  else process.kill(0, signal);
}

function isKey(name: string | undefined): name is Key {
  return name !== undefined && keys.has(name);
}

/** Tries again while the terminal is not ready, for at most a tenth of a second. */
function writeAtOnce(descriptor: number, text: string): void {
  const until = performance.now() + 100;
  let rest = Buffer.from(text);
  while (rest.length > 0 && performance.now() < until) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
    }
  }
}
