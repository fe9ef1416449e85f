import { existsSync } from 'node:fs';
import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, it, vi } from 'vitest';
import { isRunning } from '../support/processes.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const launcher = fileURLToPath(new URL('fixtures/launcher.mjs', import.meta.url));

async function killLauncherOf(java: string): Promise<{ folder: string; pids: number[]; tmp: string }> {
  const tmp = await temporaryFolder();
  const file = join(tmp, 'java');
  await writeFile(file, `#!/bin/sh\n${java}\n`);
  await chmod(file, 0o755);
  const parent = execa(process.execPath, [launcher, tmp, file], { reject: false, buffer: false });
  const [chunk] = (await once(parent.stdout, 'data')) as [Buffer];
  const started = JSON.parse(chunk.toString()) as { folder: string; pids: number[] };
  expect(existsSync(started.folder)).toBe(true);
  parent.kill('SIGKILL');
  await parent;
  return { ...started, tmp };
}

async function goneWithin(milliseconds: number, pids: number[]): Promise<void> {
  await vi.waitFor(
    async () => expect(await Promise.all(pids.map(isRunning))).toEqual(pids.map(() => false)),
    {
      timeout: milliseconds,
      interval: 50,
    },
  );
}

describe('startWatchdog', () => {
  it('asks java to stop when its launcher was killed, and removes the run folder', async () => {
    const { folder, pids, tmp } = await killLauncherOf(`trap 'touch "$PWD/asked"; kill $!; exit 0' TERM
      sleep 60 & echo $!
      wait`);
    await goneWithin(5_000, pids);
    expect(existsSync(join(tmp, 'asked'))).toBe(true);
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false));
  });

  it('asks the java that a script has started without handing its process over', async () => {
    const node = join(await temporaryFolder(), 'java');
    await copyFile(process.execPath, node);
    const program =
      `process.on('SIGTERM', () => { require('fs').writeFileSync('asked', ''); process.exit(0); });
      console.log(process.pid); setInterval(() => {}, 1000)`.replaceAll('\n', '');
    const { folder, pids, tmp } = await killLauncherOf(`"${node}" -e "${program}"; exit 0`);
    await goneWithin(5_000, pids);
    expect(existsSync(join(tmp, 'asked'))).toBe(true);
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false));
  });

  it('kills java and its processors when they do not stop within 10 s', async () => {
    const { folder, pids } = await killLauncherOf(`trap '' TERM
      sleep 60 & echo $!
      while :; do sleep 1; done`);
    await goneWithin(20_000, pids);
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false));
  });
});
