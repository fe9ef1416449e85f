import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markProcesses } from '../../support/marked-processes.js';
import { startCli } from '../../support/running-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { readSessions, type Session } from '../ledger/sessions.js';

export interface TestWorker {
  readonly id: string;
  /** Asks it to stop, and resolves once it has. */
  stop(): Promise<void>;
  /** All of its processes end at once, as when a machine is lost. */
  lose(): Promise<void>;
}

export interface TestApplication {
  /** The folder in which its processors keep their ledgers. */
  readonly ledgers: string;
  start(workerId: string): TestWorker;
  /** What its processors wrote down so far. */
  sessions(): Promise<Session[]>;
}

export interface TestApplicationRequest {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
}

const processor = fileURLToPath(new URL('../fixtures/keeps-a-ledger.ts', import.meta.url));

/** Workers of one application whose processors keep a ledger. */
export async function startApplication({
  name,
  env,
  flags,
}: TestApplicationRequest): Promise<TestApplication> {
  const cwd = await temporaryFolder();
  const ledgers = join(cwd, 'ledgers');
  await mkdir(ledgers);
  return {
    ledgers,
    sessions: () => readSessions(ledgers),
    start(id) {
      const mark = markProcesses();
      const program = startCli(
        [
          ...['run', processor, '--stream', 'words', '--app', name, '--worker-id', id],
          ...[...flags, '--max-records', '100'],
        ],
        { cwd, env: { ...env, ...mark.env, LEDGER: ledgers, WORKER: id } },
      );
      return {
        id,
        async stop() {
          program.signal('SIGTERM');
          const { exitCode } = await program.result;
          if (exitCode !== 0)
            throw new Error(`${id} ended with ${exitCode ?? 'a signal'}:\n${program.output()}`);
        },
        async lose() {
          const pids = [...(await mark.processes()).keys()];
          // Stopped first, so that none sees another one's end.
          for (const signal of ['SIGSTOP', 'SIGKILL']) for (const pid of pids) process.kill(pid, signal);
          await program.result;
        },
      };
    },
  };
}
