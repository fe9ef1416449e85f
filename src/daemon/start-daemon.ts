import type { Readable } from 'node:stream';
import { processExists, sendSignal, start, type Ending } from '../processes.js';
import { findJvm } from './find-jvm.js';
import type { LaunchPlan } from './launch-plan.js';

export interface DaemonProcess {
  /** Undefined when java could not be started; `outcome` tells why. */
  readonly pid: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves, never rejects, once java has ended and both streams are closed. */
  readonly outcome: Promise<Ending>;
  /** The process of the JVM: `pid` itself, or below it where a script starts java. */
  jvm(): number | undefined;
  /** Sends a signal to java alone, never to the processors. */
  signal(name: NodeJS.Signals): void;
  /** Whether java or a process that it has started is left. False where the system has no process groups. */
  groupLives(): boolean;
  /** Kills java and every processor at once. Synchronous, so that an exit handler can call it. */
  killGroup(): void;
}

/**
 * Starts java in a process group of its own. A signal that reaches the whole foreground group (Ctrl-C) must not
 * reach it: processors that die before java make the graceful stop fail.
 */
export function startDaemon({ file, args, cwd, env }: LaunchPlan): DaemonProcess {
  const { child: java, ending } = start(file, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const jvm = (): number | undefined => (java.pid === undefined ? undefined : findJvm(file, java.pid));
  return {
    pid: java.pid,
    stdout: java.stdout,
    stderr: java.stderr,
    outcome: ending,
    jvm,
    signal: (name) => void sendSignal(jvm(), name),
    groupLives: () => java.pid !== undefined && processExists(-java.pid),
    killGroup() {
      const found = java.pid !== undefined && sendSignal(-java.pid, 'SIGKILL');
      if (!found) java.kill('SIGKILL');
    },
  };
}
