import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { cli, type CliOptions, type CliResult } from './run-cli.js';

export interface RunningProgram {
  readonly pid: number;
  /** All it has written so far, stdout and stderr together. */
  readonly output: () => string;
  /** Resolves once the output holds that many matches; rejects if it ends before. */
  readonly saw: (pattern: RegExp, times?: number) => Promise<void>;
  /** What someone types at its terminal. */
  readonly type: (text: string) => void;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly result: Promise<CliResult>;
}

/** Starts the built command line, as `startProgram` does. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningProgram {
  return startProgram(process.execPath, [cli, ...args], options);
}

/** Starts a program in a process group of its own; asked to stop when the test ends, if it still runs then. */
export function startProgram(
  file: string,
  args: readonly string[],
  { cwd, env }: CliOptions = {},
): RunningProgram {
  const subprocess = execa(file, args, {
    reject: false,
    all: true,
    detached: true,
    stdin: 'pipe',
    // A signal is a signal: execa would add a SIGKILL after 5 s.
    forceKillAfterDelay: false,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  });
  let output = '';
  let ended = false;
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of waiting) check();
  };
  subprocess.all.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    look();
  });
  const result = subprocess.then(({ exitCode, signal, stdout, stderr }): CliResult => {
    ended = true;
    look();
    return { exitCode, signal, stdout, stderr };
  });
  onTestFinished(async () => {
    if (!ended) subprocess.kill('SIGTERM');
    await result;
  });
  return {
    pid: subprocess.pid ?? 0,
    output: () => output,
    saw: (pattern, times = 1) =>
      new Promise((resolve, reject) => {
        const all = new RegExp(pattern, 'g');
        const check = (): void => {
          const enough = [...output.matchAll(all)].length >= times;
          if (!enough && !ended) return;
          waiting.delete(check);
          if (enough) resolve();
          else reject(new Error(`it ended before it printed ${String(pattern)} ${times} times:\n${output}`));
        };
        waiting.add(check);
        check();
      }),
    type: (text) => void subprocess.stdin.write(text),
    signal: (name) => void subprocess.kill(name),
    result,
  };
}
