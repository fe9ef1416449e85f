import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { markProcesses } from '../../../support/marked-processes.js';
import { works } from '../../../support/namespaces.js';
import { plainShell } from '../../../support/plain-shell.js';
import { cli } from '../../../support/run-cli.js';
import { startProgram, type RunningProgram } from '../../../support/running-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const init = fileURLToPath(new URL('../../../../dist/daemon/init.sh', import.meta.url));
const processor = fileURLToPath(new URL('fixtures/checkpoints.ts', import.meta.url));
/** A process namespace, as a container has one: what is started is its process 1. */
const container = ['unshare', '--fork', '--pid', '--mount-proc', '--kill-child'];

/** Node gives its place to the shell where it can; where it cannot, the shell is started in its place. */
const command = Reflect.has(process, 'execve') ? [process.execPath] : ['/bin/sh', init, process.execPath];

interface Contained {
  readonly program: RunningProgram;
  readonly java: () => Promise<number | undefined>;
  /** Processes that have ended and that their parent, process 1, does not wait for. */
  readonly zombies: () => Promise<string[]>;
  /** Sends a signal to process 1 and to nothing else. */
  readonly signal: (name: NodeJS.Signals) => Promise<void>;
}

async function startContained(flags: readonly string[]): Promise<Contained> {
  const mark = markProcesses();
  const [file = '', ...args] = container;
  const run = ['run', processor, '--stream', 'words', '--app', 'MyApp', '--local', '--shards', '2'];
  const program = startProgram(file, [...args, ...command, cli, ...run, ...flags], {
    cwd: await temporaryFolder(),
    env: { ...plainShell, ...mark.env },
  });
  const first = async (): Promise<number> => {
    const children = await readFile(`/proc/${program.pid}/task/${program.pid}/children`, 'utf8');
    return Number(children.trim());
  };
  return {
    program,
    java: async () =>
      [...(await mark.processes())].find(([, command]) => command.includes('MultiLangDaemon'))?.[0],
    zombies: async () => {
      const one = await first();
      const stats = await Promise.all(
        (await readdir('/proc'))
          .filter((name) => /^\d+$/.test(name))
          .map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')),
      );
      return stats.filter((stat) => new RegExp(`\\) Z ${one} `).test(stat));
    },
    signal: async (name) => void process.kill(await first(), name),
  };
}

describe.runIf(works(container))('a worker that is the first process of a container', () => {
  it('leaves no zombies when java is killed, starts it again, and stops gracefully by SIGTERM', async () => {
    const { program, java, zombies, signal } = await startContained(['--restart', 'on-failure']);
    await program.saw(/got \d+/, 2);
    process.kill((await java()) ?? 0, 'SIGKILL');
    await program.saw(/got \d+/, 4);
    await vi.waitFor(async () => expect(await zombies()).toEqual([]));
    await signal('SIGTERM');
    const { exitCode } = await program.result;
    expect(exitCode).toBe(0);
    expect(program.output().match(/checkpointed/g)).toHaveLength(2);
  }, 90_000);

  it('ends with the exit code of what it runs, and prints a thread dump on SIGQUIT', async () => {
    const { program, java, signal } = await startContained([]);
    await program.saw(/got \d+/, 2);
    await signal('SIGQUIT');
    await program.saw(/Full thread dump OpenJDK/);
    process.kill((await java()) ?? 0, 'SIGKILL');
    const { exitCode } = await program.result;
    expect(exitCode).toBe(1);
  }, 90_000);
});
