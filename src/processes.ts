import {
  execFile,
  spawn,
  spawnSync,
  type ChildProcess,
  type ChildProcessByStdio,
  type ExecFileException,
} from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { Environment } from './context.js';
import { messageOf, systemCode } from './errors.js';

// Node's own module starts java and what a run needs besides, not execa. Loading execa takes 90 to 200 ms, which cannot be
// hidden: compiling and hashing leave no processor idle. Loaded while they go on, it made the time before java 1.10 and 1.24
// times as long; loaded after them, 1.33 and 1.17 times (bench/start/before-java, 15 and 25 rounds in turn, 2 busy cores).
// `kcl-ts lock` uses execa, for its cancelling: there it is 100 ms of several seconds.

/** How a process ended. */
export type Ending =
  | { readonly kind: 'spawn-failed'; readonly cause: unknown }
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'killed'; readonly signal: NodeJS.Signals };

interface Place {
  readonly cwd?: string;
  /** Node's own unless said otherwise. */
  readonly env?: Environment;
}

type Way = 'ignore' | 'pipe' | 'ipc';
type Ways = readonly [Way, Way, Way, ...Way[]];
type Piped<How extends Way, Stream> = How extends 'pipe' ? Stream : null;

export interface StartOptions<Stdio extends Ways> extends Place {
  readonly stdio: Stdio;
  /** Whether it leads a process group of its own, which signals from the terminal do not reach; false unless said otherwise. */
  readonly detached?: boolean;
}

export interface Started<Stdio extends Ways> {
  readonly child: ChildProcessByStdio<
    Piped<Stdio[0], Writable>,
    Piped<Stdio[1], Readable>,
    Piped<Stdio[2], Readable>
  >;
  /** Resolves, never rejects, once the process has ended and all its streams are closed. */
  readonly ending: Promise<Ending>;
}

/** Starts a program that goes on beside this one. */
export function start<const Stdio extends Ways>(
  file: string,
  args: readonly string[],
  { stdio, ...options }: StartOptions<Stdio>,
): Started<Stdio> {
  const child: ChildProcess = spawn(file, args, { ...options, stdio: [...stdio], windowsHide: true });
  return { child: child as Started<Stdio>['child'], ending: endingOf(child) };
}

/** `close` and not `exit`: only then all that the process wrote has arrived. */
function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    // Later errors are of a signal or a message that did not reach it: how it ended is still to come.
    child.on('error', (cause) => {
      if (child.pid === undefined) resolve({ kind: 'spawn-failed', cause });
    });
    child.once('close', (exitCode, signal) =>
      resolve(signal === null ? { kind: 'exited', exitCode: exitCode ?? 1 } : { kind: 'killed', signal }),
    );
  });
}

export interface RunOptions extends Place {
  /** Afterwards it is killed. Milliseconds. */
  readonly timeoutMs: number;
}

export interface Finished {
  readonly ending: Ending;
  readonly stdout: string;
  readonly stderr: string;
}

/** It is killed when it prints more on one stream. */
const MOST_BYTES = 64 * 2 ** 20;
const kill = { killSignal: 'SIGKILL', maxBuffer: MOST_BYTES, windowsHide: true, encoding: 'utf8' } as const;

/** Runs a program to its end, and takes what it prints. Never rejects. */
export function run(
  file: string,
  args: readonly string[],
  { timeoutMs, ...place }: RunOptions,
): Promise<Finished> {
  return new Promise<Finished>((resolve) => {
    // execFile does not wait for what a killed program has started itself, and holds its streams open.
    const child = execFile(file, args, { ...place, ...kill, timeout: timeoutMs }, (error, stdout, stderr) =>
      resolve({ ending: endingFrom(error, child.pid !== undefined), stdout, stderr }),
    );
  }).catch((cause: unknown) => notStarted(cause));
}

function endingFrom(error: ExecFileException | null, hasStarted: boolean): Ending {
  if (error === null) return { kind: 'exited', exitCode: 0 };
  if (!hasStarted) return { kind: 'spawn-failed', cause: error };
  if (typeof error.code === 'number') return { kind: 'exited', exitCode: error.code };
  return { kind: 'killed', signal: error.signal ?? kill.killSignal };
}

/** The same while everything else waits: for exit handlers. */
export function runNow(file: string, args: readonly string[], { timeoutMs, ...place }: RunOptions): Finished {
  const { pid, status, signal, error, stdout, stderr } = spawnSync(file, args, {
    ...place,
    ...kill,
    timeout: timeoutMs,
  });
  if (pid === 0) return notStarted(error);
  const ending: Ending =
    signal === null ? { kind: 'exited', exitCode: status ?? 1 } : { kind: 'killed', signal };
  return { ending, stdout, stderr };
}

function notStarted(cause: unknown): Finished {
  return { ending: { kind: 'spawn-failed', cause }, stdout: '', stderr: '' };
}

/** Whether the signal found a process or, for a negative pid, a group. Synchronous. */
export function sendSignal(pid: number | undefined, signal: NodeJS.Signals): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Whether there is such a process or, for a negative pid, one of such a group. */
export function processExists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** For a process that works beside what the user waits for. What it starts from then on inherits that. */
export function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended, or the system lets nobody: then it works at the usual one.
  }
}

export function succeeded(ending: Ending): boolean {
  return ending.kind === 'exited' && ending.exitCode === 0;
}

/** A phrase after the program's name, such as `ended with exit code 7`. */
export function howItEnded(ending: Ending): string {
  switch (ending.kind) {
    case 'spawn-failed':
      return `could not be started: ${messageOf(ending.cause)}`;
    case 'exited':
      return `ended with exit code ${ending.exitCode}`;
    case 'killed':
      return `was killed by ${ending.signal}`;
  }
}
