import { ownFile } from '../own-files.js';
import { start } from '../processes.js';

export interface Watchdog {
  /** The folder to remove. */
  lookAfterFolder(path: string): void;
  /** The java to stop; it leads a process group. */
  lookAfterJava(pid: number): void;
  /** The process to ask first, where it is another than the one that leads the group. */
  lookAfterJvm(pid: number): void;
  /** The process groups to kill with java's: those that there are now. */
  lookAfterHosts(pids: readonly number[]): void;
  /** All is stopped and removed: the watchdog ends without doing anything. */
  dismiss(): void;
}

const script = ownFile('dist/daemon/watchdog.sh');

/**
 * Starts a shell (1 MB) that outlives a SIGKILL of this process and then stops java gracefully, kills what is left
 * of its group after 10 s, and removes the run folder. Where there is no POSIX shell it does nothing.
 */
export function startWatchdog(platform: NodeJS.Platform): Watchdog {
  if (platform === 'win32') return absent;
  // One that cannot be started or was killed must not take the worker with it: how it ends is nobody's concern.
  const { child: shell } = start('/bin/sh', [script], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.stdin.on('error', () => undefined);
  shell.unref();
  const tell = (line: string): void => void shell.stdin.write(`${line}\n`);
  return {
    lookAfterFolder: (path) => tell(`dir ${path}`),
    lookAfterJava: (pid) => tell(`java ${pid}`),
    lookAfterJvm: (pid) => tell(`jvm ${pid}`),
    lookAfterHosts: (pids) => tell(`hosts ${pids.join(' ')}`),
    dismiss: () => void shell.stdin.end('done\n'),
  };
}

const absent: Watchdog = {
  lookAfterFolder: () => undefined,
  lookAfterJava: () => undefined,
  lookAfterJvm: () => undefined,
  lookAfterHosts: () => undefined,
  dismiss: () => undefined,
};
