import { constants } from 'node:os';
import { watchParent } from './watch-parent.js';

/** The two stages of a stop that a person or a supervisor asks for. */
export interface StopSignals {
  /** Aborted by the first signal: stop gracefully. */
  readonly stop: AbortSignal;
  /** Aborted by the second: kill now. */
  readonly hardStop: AbortSignal;
  /** The first signal, if any came; SIGTERM stands for the end of the parent. */
  readonly received: NodeJS.Signals | undefined;
  /** Takes the handlers away. After a signal the process ends soon, even if nobody reads what it has printed. */
  end(): void;
}

const stopSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * A second signal this soon after the first is the same request: a supervisor may signal the process and its group.
 * Under npm it takes longer, for npm passes on a Ctrl-C that the terminal has sent to all of the group already.
 */
const SAME_REQUEST_MS = 150;
const SAME_REQUEST_UNDER_NPM_MS = 1_000;

/**
 * A process stays until what it has printed is read. One that was asked to stop does not wait for a reader that never
 * comes.
 */
const LINGER_MS = 5_000;

export interface StopOptions {
  /** Go on when the process that started this one ends: for nohup and the like. */
  readonly outliveParent?: boolean;
  /** npm, npx or an npm script started this process. */
  readonly underNpm?: boolean;
}

/** Turns the signals of this process, and the end of the process that started it, into requests to stop. */
export function listenForStop({ outliveParent = false, underNpm = false }: StopOptions = {}): StopSignals {
  const stop = new AbortController();
  const hardStop = new AbortController();
  let received: NodeJS.Signals | undefined;
  let at = 0;
  const sameRequestMs = underNpm ? SAME_REQUEST_UNDER_NPM_MS : SAME_REQUEST_MS;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (received === undefined) {
      received = signal;
      at = performance.now();
      stop.abort(signal);
    } else if (performance.now() - at > sameRequestMs) {
      hardStop.abort(signal);
    }
  };
  for (const signal of stopSignals) process.on(signal, onSignal);
  const forgetParent = outliveParent
    ? undefined
    : watchParent(() => {
        if (received === undefined) onSignal('SIGTERM');
      });
  return {
    stop: stop.signal,
    hardStop: hardStop.signal,
    get received() {
      return received;
    },
    end() {
      forgetParent?.();
      for (const signal of stopSignals) process.off(signal, onSignal);
      if (received !== undefined) setTimeout(() => process.exit(), LINGER_MS).unref();
    },
  };
}

/** Ends this process as the signal would have, for whoever waits for it: 130 for SIGINT, 143 for SIGTERM. */
export function endAs(signal: NodeJS.Signals | undefined): void {
  process.exitCode = 128 + constants.signals[signal ?? 'SIGTERM'];
}
