import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { findJvm } from './find-jvm.js';
import type { LaunchPlan } from './launch-plan.js';

/** How a daemon ended. */
export type DaemonOutcome =
  | { readonly kind: 'spawn-failed'; readonly cause: unknown }
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'killed'; readonly signal: NodeJS.Signals };

export interface DaemonProcess {
  /** Undefined when java could not be started; `outcome` tells why. */
  readonly pid: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves, never rejects, once java has ended and both streams are closed. */
  readonly outcome: Promise<DaemonOutcome>;
  /** The process of the JVM: `pid` itself, or below it where a script starts java. */
  jvm(): number | undefined;
  /** Sends a signal to java alone, never to the processors. */
  signal(name: NodeJS.Signals): void;
  /** Kills java and every processor at once. Synchronous, so that an exit handler can call it. */
  killGroup(): void;
}

/**
 * Starts java in a process group of its own. A signal that reaches the whole foreground group (Ctrl-C) must not
 * reach it: processors that die before java make the graceful stop fail.
 */
export function startDaemon({ file, args, cwd, env }: LaunchPlan): DaemonProcess {
  const java = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const jvm = (): number | undefined => (java.pid === undefined ? undefined : findJvm(file, java.pid));
  return {
    pid: java.pid,
    stdout: java.stdout,
    stderr: java.stderr,
    outcome: outcomeOf(java),
    jvm,
    signal: (name) => void send(jvm(), name),
    killGroup() {
      const found = java.pid !== undefined && send(-java.pid, 'SIGKILL');
      if (!found) java.kill('SIGKILL');
    },
  };
}

/** `close` and not `exit`: only then all that java and its processors wrote has arrived. */
function outcomeOf(java: ChildProcess): Promise<DaemonOutcome> {
  return new Promise((resolve) => {
    java.once('error', (cause) => {
      if (java.pid === undefined) resolve({ kind: 'spawn-failed', cause });
    });
    java.once('close', (exitCode, signal) =>
      resolve(signal === null ? { kind: 'exited', exitCode: exitCode ?? 1 } : { kind: 'killed', signal }),
    );
  });
}

/** Whether the signal found a process (or, for a negative pid, a group). */
function send(pid: number | undefined, name: NodeJS.Signals): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
