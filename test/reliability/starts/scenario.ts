import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../../src/maven/cache/cache-folder.js';
import { markProcesses } from '../../support/marked-processes.js';
import { inCache, realContext } from '../../support/real-context.js';
import { plainShell } from '../../support/plain-shell.js';
import { runCli } from '../../support/run-cli.js';
import { startCli, type RunningProgram } from '../../support/running-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { randomFrom } from '../random.js';

export interface KilledStart {
  readonly signal: 'SIGKILL' | 'SIGTERM';
  readonly moment: 'before java' | 'before the processors' | 'with processors';
  /** From the signal until all was gone. */
  readonly goneMs: number;
  /** Files that were not there before. */
  readonly left: readonly string[];
}

const processor = fileURLToPath(new URL('../../cli/commands/run/fixtures/checkpoints.ts', import.meta.url));
const args = ['run', processor, '--stream', 'words', '--app', 'MyApp', '--local', '--shards', '4'];

/** Starts workers and kills each one, by SIGTERM and SIGKILL in turn, at moments spread at random over the whole start. */
export async function killStarts(starts: number, seed: number): Promise<KilledStart[]> {
  const random = randomFrom(seed);
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'tmp'));
  const cache = join(folder, 'cache');
  const mark = markProcesses();
  const start = (): RunningProgram =>
    startCli(args, {
      cwd: folder,
      env: { ...plainShell, ...mark.env, TMPDIR: join(folder, 'tmp'), KCL_TS_CACHE: cache },
    });
  await warm(cache);

  const startedAt = performance.now();
  const undisturbed = start();
  await undisturbed.saw(/got \d+/, 4);
  // And a little longer, so that some are killed while they read.
  const startMs = 1.1 * (performance.now() - startedAt);
  undisturbed.signal('SIGTERM');
  await undisturbed.result;
  await mark.gone(60_000);
  const before = new Set(await readdir(folder, { recursive: true }));

  const killed: KilledStart[] = [];
  for (let at = 0; at < starts; at++) {
    const signal = at % 2 ? 'SIGKILL' : 'SIGTERM';
    const worker = start();
    // Kills spread over the whole start are the point; there is no event to wait for.
    await sleep(((at + random()) / starts) * startMs);
    const moment = momentOf([...(await mark.processes()).values()]);
    const signalledAt = performance.now();
    worker.signal(signal);
    await mark.gone(60_000);
    const goneMs = performance.now() - signalledAt;
    const left = (await readdir(folder, { recursive: true })).filter(
      (file) => !before.has(file) && !classArchive.test(file),
    );
    killed.push({ signal, moment, goneMs, left });
  }
  return killed;
}

/** One that is complete, for later runs: what the worker has started to make it may end after the worker. */
const classArchive = /^cache\/v1\/classes\/daemon-[0-9a-f]{16}-[0-9a-f]{64}\.jsa$/;

/** Fills a cache with the jars of the user's, so that nobody else's downloads are seen in it. */
async function warm(cache: string): Promise<void> {
  const { exitCode, stderr } = await runCli(['fetch-jars']);
  if (exitCode !== 0) throw new Error(stderr);
  const own = cacheFolder(realContext({ KCL_TS_CACHE: cache }));
  await cp(inCache('jars'), join(own, 'jars'), { recursive: true });
}

function momentOf(commands: readonly string[]): KilledStart['moment'] {
  if (commands.some((command) => command.includes('/child/entry/child'))) return 'with processors';
  return commands.some((command) => command.includes('MultiLangDaemon'))
    ? 'before the processors'
    : 'before java';
}
