import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startDaemon, type DaemonProcess } from '../../src/daemon/start-daemon.js';
import { isRunning } from '../support/processes.js';
import { temporaryFolder } from '../support/temporary-folder.js';

async function fakeJava(script: string): Promise<DaemonProcess> {
  const folder = await temporaryFolder();
  const file = join(folder, 'java');
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  const daemon = startDaemon({ file, args: [], classPath: [], cwd: folder, env: process.env });
  onTestFinished(() => daemon.killGroup());
  daemon.stderr.resume();
  return daemon;
}

async function firstLine(daemon: DaemonProcess, resume = true): Promise<string> {
  const [chunk] = (await once(daemon.stdout, 'data')) as [Buffer];
  if (resume) daemon.stdout.resume();
  return chunk.toString().trim();
}

describe('startDaemon', () => {
  it("tells java's exit code", async () => {
    const daemon = await fakeJava('exit 7');
    daemon.stdout.resume();
    expect(await daemon.outcome).toEqual({ kind: 'exited', exitCode: 7 });
  });

  it('tells the signal that killed java', async () => {
    const daemon = await fakeJava('kill -KILL $$');
    daemon.stdout.resume();
    expect(await daemon.outcome).toEqual({ kind: 'killed', signal: 'SIGKILL' });
  });

  it('tells that java could not be started', async () => {
    const daemon = startDaemon({ file: '/nowhere/java', args: [], classPath: [], cwd: '/', env: {} });
    expect(await daemon.outcome).toMatchObject({ kind: 'spawn-failed', cause: { code: 'ENOENT' } });
    expect(daemon.pid).toBeUndefined();
  });

  it('signals java alone: its processors live on until it ends them', async () => {
    const daemon = await fakeJava(`trap 'echo asked; exit 0' TERM
      sleep 60 & echo $!
      while :; do sleep 0.05; done`);
    const processor = Number(await firstLine(daemon));
    daemon.signal('SIGTERM');
    // The processor still holds java's streams open, so the outcome waits for it.
    expect(await isRunning(processor)).toBe(true);
    daemon.killGroup();
    expect(await daemon.outcome).toEqual({ kind: 'exited', exitCode: 0 });
    await vi.waitFor(async () => expect(await isRunning(processor)).toBe(false));
  });

  it('signals the java that a script has started without handing its process over', async () => {
    const folder = await temporaryFolder();
    const java = join(folder, 'java');
    await copyFile(process.execPath, java);
    const processor =
      "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])";
    const program = `process.on('SIGTERM', () => { console.log('asked'); process.exit(0); });
      console.log(process.pid, ${processor}.pid); setInterval(() => {}, 1000)`;
    await writeFile(join(folder, 'program.cjs'), program);
    const daemon = await fakeJava(`'${java}' '${join(folder, 'program.cjs')}'\necho "status $?"`);
    const [jvm, child] = (await firstLine(daemon, false)).split(' ').map(Number);
    expect(daemon.jvm()).toBe(jvm);
    expect(jvm).not.toBe(daemon.pid);
    const output = text(daemon.stdout);
    daemon.signal('SIGTERM');
    await vi.waitFor(async () => expect(await isRunning(jvm ?? 0)).toBe(false));
    expect(await isRunning(child ?? 0)).toBe(true);
    daemon.killGroup();
    await daemon.outcome;
    expect(await output).toContain('asked');
  });

  it('starts java outside the group that a terminal signals', async () => {
    const daemon = await fakeJava('ps -o pgid= -p $$');
    expect(Number(await firstLine(daemon))).toBe(daemon.pid);
  });
});
