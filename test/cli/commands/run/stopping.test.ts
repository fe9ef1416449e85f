import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { markProcesses, type Mark } from '../../../support/marked-processes.js';
import { plainShell } from '../../../support/plain-shell.js';
import { cli } from '../../../support/run-cli.js';
import { startProgram, type RunningProgram } from '../../../support/running-cli.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const processor = fileURLToPath(new URL('fixtures/checkpoints.ts', import.meta.url));
const run = [cli, 'run', processor, '--stream', 'words', '--app', 'MyApp', '--local', '--shards', '4'];
const quoted = [process.execPath, ...run].map((word) => `'${word}'`).join(' ');

let folder: string;
let tmp: string;
let mark: Mark;

/** A shell that waits for its child, as dash does, would answer for the Ctrl-C itself: the worker takes its place. */
function startInTerminal(): RunningProgram {
  return start('script', ['-qec', `exec ${quoted}`, '/dev/null']);
}

function start(file: string, args: readonly string[]): RunningProgram {
  return startProgram(file, args, { cwd: folder, env: { ...plainShell, ...mark.env, TMPDIR: tmp } });
}

async function allStarted({ saw }: RunningProgram): Promise<void> {
  await saw(/got \d+/, 4);
}

async function nothingLeft(withinMs: number): Promise<void> {
  await mark.gone(withinMs);
  expect(await readdir(tmp)).toEqual([]);
}

beforeEach(async () => {
  folder = await temporaryFolder();
  tmp = join(folder, 'tmp');
  await mkdir(tmp);
  mark = markProcesses();
});

describe('a worker that is asked to stop', () => {
  it.each(['SIGTERM', 'SIGHUP'] as const)(
    'by %s: every processor checkpoints, exit 0',
    async (signal) => {
      const worker = start(process.execPath, run);
      await allStarted(worker);
      worker.signal(signal);
      const { exitCode } = await worker.result;
      expect(exitCode).toBe(0);
      expect(worker.output().match(/checkpointed/g)).toHaveLength(4);
      await nothingLeft(2_000);
    },
    60_000,
  );

  it('by Ctrl-C in a terminal, as it says once it has caught up: every processor checkpoints, exit 0', async () => {
    const worker = startInTerminal();
    await allStarted(worker);
    await worker.saw(/caught up: nothing left to read in 4 shards; waiting for new records \(Ctrl-C stops\)/);
    worker.type('\x03');
    const { exitCode } = await worker.result;
    expect(exitCode).toBe(0);
    expect(worker.output().match(/checkpointed/g)).toHaveLength(4);
    expect(worker.output().match(/ended \(shutdownRequested\)/g)).toHaveLength(4);
    await nothingLeft(2_000);
  }, 60_000);

  it('by Ctrl-C twice: gone at once, exit 130', async () => {
    const worker = startInTerminal();
    await allStarted(worker);
    worker.type('\x03');
    await worker.saw(/stopping: /);
    // A second one that follows within 150 ms is taken for the same request.
    await new Promise((resolve) => setTimeout(resolve, 200));
    worker.type('\x03');
    const { exitCode } = await worker.result;
    expect(exitCode).toBe(130);
    await nothingLeft(1_000);
  }, 60_000);

  it.each([
    ['npx', 'npx', ['--no-install', 'kcl-ts', ...run.slice(1)]],
    ['npm start', 'npm', ['start']],
    ['a shell script', '/bin/sh', ['start.sh']],
  ])(
    'by a SIGTERM to %s that started it: every processor checkpoints, nothing is left',
    async (_, file, args) => {
      await mkdir(join(folder, 'node_modules', '.bin'), { recursive: true });
      await writeFile(
        join(folder, 'node_modules', '.bin', 'kcl-ts'),
        `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`,
        { mode: 0o755 },
      );
      await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { start: quoted } }));
      await writeFile(join(folder, 'start.sh'), `${quoted}\nexit $?\n`);
      const worker = start(file, args);
      await allStarted(worker);
      worker.signal('SIGTERM');
      await worker.saw(/ended \(shutdownRequested\)/, 4);
      await nothingLeft(15_000);
      await worker.result;
      expect(worker.output().match(/checkpointed/g)).toHaveLength(4);
    },
    90_000,
  );
});

describe('a worker that is killed', () => {
  it('takes java and its processors with it, and their files', async () => {
    const worker = start(process.execPath, run);
    await allStarted(worker);
    expect((await mark.processes()).size).toBeGreaterThan(5);
    worker.signal('SIGKILL');
    await nothingLeft(15_000);
  }, 60_000);
});

describe('when java is killed', () => {
  it('its processors end, and the worker says so', async () => {
    const worker = start(process.execPath, run);
    await allStarted(worker);
    const java = [...(await mark.processes())].find(([, command]) => command.includes('MultiLangDaemon'));
    process.kill(java?.[0] ?? 0, 'SIGKILL');
    const { exitCode } = await worker.result;
    expect(exitCode).toBe(1);
    expect(worker.output()).toContain('the MultiLangDaemon ended by itself (java was killed by SIGKILL)');
    await nothingLeft(2_000);
  }, 60_000);
});
