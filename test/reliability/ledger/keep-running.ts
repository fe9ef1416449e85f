import { markProcesses } from '../../support/marked-processes.js';
import { cli } from '../../support/run-cli.js';
import { startCli, type RunningProgram } from '../../support/running-cli.js';

export type Role = 'kcl-ts' | 'java' | 'processor';

export interface KeptWorker {
  readonly id: string;
  /** Of all of its processes unless one role is meant. */
  readonly pids: (role?: Role) => Promise<number[]>;
  /** How often it was started again. */
  readonly restarts: () => number;
  /** The last it has printed, since its last start. */
  readonly lastWords: () => string;
  /** Asks it to stop, and resolves when none of its processes is left. Rejects if ever one was left for long. */
  readonly stop: () => Promise<void>;
}

export interface KeptWorkerRequest {
  readonly id: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Called whenever it has been started. */
  readonly onStart?: (worker: KeptWorker) => void;
}

/** Runs a worker, and starts it again whenever it has ended, as a service manager does. */
export function keepRunning({ id, args, cwd, env, onStart }: KeptWorkerRequest): KeptWorker {
  const mark = markProcesses();
  let restarts = -1;
  const stopping = new AbortController();
  let program: RunningProgram;
  let failure = '';
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      restarts++;
      program = startCli(args, { cwd, env: { ...env, ...mark.env } });
      onStart?.(worker);
      await program.result;
      // A service manager waits for all of a service. And two live workers of one name would break the KCL's rules.
      await mark.gone(120_000);
    }
  };
  const worker: KeptWorker = {
    id,
    pids: async (role) =>
      [...(await mark.processes())]
        .filter(([, command]) => role === undefined || roleOf(command) === role)
        .map(([pid]) => pid),
    restarts: () => restarts,
    lastWords: () => failure + program.output().slice(-4_000),
    stop: () => {
      stopping.abort();
      program.signal('SIGTERM');
      return untilStopped;
    },
  };
  const untilStopped = run();
  // Whoever stops it sees it as well.
  untilStopped.catch((error: unknown) => (failure = `not started again: ${String(error)}\n`));
  return worker;
}

function roleOf(command: string): Role | undefined {
  if (command.includes('MultiLangDaemon')) return 'java';
  if (command.includes('/child/entry/child')) return 'processor';
  return command.includes(cli) ? 'kcl-ts' : undefined;
}
