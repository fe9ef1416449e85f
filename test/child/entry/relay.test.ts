import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, openSync, readSync, writeSync } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { relayCommand } from '../../../src/child/host-command.js';
import { meetRelay } from '../../../src/worker/hosts/relay.js';
import { findProgram, posixShells } from '../../support/posix-shells.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startHosts, type Way } from '../../worker/hosts/support/start-hosts.js';
import { batch, status } from '../support/drive-session.js';

const ways: Way[] = ['direct', 'copy'];

describe.each(Object.entries(posixShells))('the relay under %s', (name, flags) => {
  it.for(ways)('lets a shard be served, the way "%s", and ends with it', async (way, { skip }) => {
    const shell = await findProgram(name);
    if (shell === undefined) return skip(`${name} is not installed`);
    const { daemonStarts, saw, folder } = await startHosts(1, way, `${shell}${flags}`);
    const shard = await daemonStarts('shard-a');
    expect(await shard.call(batch('one'))).toEqual(status('processRecords'));
    await saw('got one');
    expect(await shard.call({ action: 'leaseLost' })).toEqual(status('leaseLost'));
    shard.input.end();
    expect(await shard.next()).toBeUndefined();
    await shard.ended;
    await vi.waitFor(async () => expect(await readdir(folder)).toEqual(['announce']), { timeout: 10_000 });
  });

  it('has the daemon’s pipes where it says, also while it announces itself', async ({ skip }) => {
    const shell = await findProgram(name);
    if (shell === undefined) return skip(`${name} is not installed`);
    const folder = await temporaryFolder();
    const announce = join(folder, 'announce');
    execFileSync('mkfifo', [announce]);
    const full = fill(announce);
    const { executableName, env } = relayCommand(folder);
    const [program = '', ...args] = executableName.replace('/bin/sh', `${shell}${flags}`).split(' ');
    // Between two programs, as node's own pipes are sockets and java's are none.
    const words = [program, ...args].map((word) => `'${word}'`).join(' ');
    const child = spawn('/bin/sh', ['-c', `cat | ${words} | cat`], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    });
    const closed = once(child, 'close');
    onTestFinished(async () => {
      // It waits for somebody to read what it announces.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await closed;
    });
    const pid = await vi.waitFor(
      async () => {
        const found = (await readdir(folder)).flatMap((file) => /^(\d+)\.end$/.exec(file)?.[1] ?? []);
        const links = await linksOf(found[0] ?? '');
        if (!links.includes(announce)) throw new Error(`it does not announce itself: ${links.join(' ')}`);
        return Number(found[0]);
      },
      { timeout: 20_000, interval: 20 },
    );
    const relay = meetRelay(folder, { pid, copies: false });
    const ends = await Promise.all([readlink(relay.input), readlink(relay.output)]);
    expect(ends).toEqual([expect.stringMatching(/^pipe:/), expect.stringMatching(/^pipe:/)]);
    expect(ends[0]).not.toBe(ends[1]);
    readSync(full, Buffer.alloc(64 * 1024));
    relay.end(false);
    await relay.gone;
    child.stdin.end();
    await closed;
  });
});

/** So that whoever writes to it waits. */
function fill(fifo: string): number {
  const descriptor = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  try {
    for (;;) writeSync(descriptor, Buffer.alloc(4_096));
  } catch (error) {
    expect(error).toMatchObject({ code: 'EAGAIN' });
  }
  return descriptor;
}

/** What the descriptors of a process are. */
async function linksOf(pid: string): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  return Promise.all(descriptors.map((descriptor) => readlink(join(folder, descriptor)).catch(() => '')));
}
