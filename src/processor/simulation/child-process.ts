import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Environment } from '../../context.js';
import { eachLine } from '../../each-line.js';
import type { OutgoingMessage } from '../protocol/messages.js';
import { parseOutgoing } from './parse-outgoing.js';
import { MessageQueue } from './message-queue.js';
import type { Child } from './play-daemon.js';

export interface ChildProgram {
  /** As in the daemon's properties: split at blanks, without quoting. */
  readonly executableName: string;
  readonly env: Environment;
  readonly cwd: string;
  /** Each line of stderr. */
  readonly onLine: (line: string) => void;
  /** A line of stdout that is no message: the daemon skips it. */
  readonly onNoise: (line: string) => void;
}

export interface ProgramExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningChild extends Child {
  /** Writes as it is, for what the daemon would not do. */
  writeRaw(text: string): void;
  /** Closes the program's input and waits for its end and for all of its output. */
  end(): Promise<ProgramExit>;
  kill(): void;
}

/**
 * Starts a program as the daemon starts it (ProcessBuilder in MultiLangRecordProcessorFactory).
 *
 * @throws the system's error, from `end`, if it cannot be started.
 */
export function startChild({ executableName, env, cwd, onLine, onNoise }: ChildProgram): RunningChild {
  const [program = '', ...args] = executableName.trim().split(/ +/);
  const child = spawn(program, args, { cwd, env, stdio: 'pipe', windowsHide: true });
  const messages = new MessageQueue<OutgoingMessage>();
  void eachLine(child.stderr, onLine);
  void eachLine(child.stdout, (line) => {
    const message = parseOutgoing(line);
    if (message) messages.push(message);
    else if (line !== '') onNoise(line);
  }).then(() => messages.end());
  // a program that ended does not read what is still written to it: its exit says so
  child.stdin.on('error', () => undefined);
  const exit = exitOf(child);
  return {
    write: (line) => void child.stdin.write(`${line}\n`),
    writeRaw: (text) => void child.stdin.write(text),
    next: () => messages.next(),
    end() {
      child.stdin.end();
      return exit;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function exitOf(child: ChildProcessWithoutNullStreams): Promise<ProgramExit> {
  const exit = new Promise<ProgramExit>((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => resolve({ code, signal }));
  });
  // awaited by `end`, which may come later
  exit.catch(() => undefined);
  return exit;
}
