import { once } from 'node:events';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { cli, type CliOptions, type CliResult } from './run-cli.js';

export interface RunningCli {
  readonly pid: number;
  /** All it has written on stderr so far. */
  readonly stderr: string;
  /** Resolves once stderr holds that many matches; rejects if it ends before. */
  saw(pattern: RegExp, times?: number): Promise<void>;
  signal(name: NodeJS.Signals): void;
  readonly result: Promise<CliResult>;
}

/** Starts the built command line; killed when the test ends, if it still runs then. */
export function startCli(args: readonly string[], { cwd, env }: CliOptions = {}): RunningCli {
  const subprocess = execa(process.execPath, [cli, ...args], {
    reject: false,
    stdin: 'ignore',
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  });
  let stderr = '';
  let ended = false;
  subprocess.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const result = subprocess.then(({ exitCode, signal, stdout, stderr: all }): CliResult => {
    ended = true;
    return { exitCode, signal, stdout, stderr: all };
  });
  onTestFinished(async () => {
    if (!ended) subprocess.kill('SIGTERM');
    await result;
  });
  return {
    pid: subprocess.pid ?? 0,
    get stderr() {
      return stderr;
    },
    async saw(pattern, times = 1) {
      const all = new RegExp(pattern, 'g');
      while ([...stderr.matchAll(all)].length < times) {
        if (ended)
          throw new Error(`kcl-ts ended before it printed ${String(pattern)} ${times} times:\n${stderr}`);
        await Promise.race([once(subprocess.stderr, 'data'), result]);
      }
    },
    signal: (name) => void subprocess.kill(name),
    result,
  };
}
