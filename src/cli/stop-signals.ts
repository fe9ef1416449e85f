import { watchParent } from './watch-parent.js';

/** The two stages of a stop that a person or a supervisor asks for. */
export interface StopSignals {
  /** Aborted by the first signal: stop gracefully. */
  readonly stop: AbortSignal;
  /** Aborted by the second: kill now. */
  readonly hardStop: AbortSignal;
  /** The first signal, if any came; SIGTERM stands for the end of the parent. */
  readonly received: NodeJS.Signals | undefined;
  /** Takes the handlers away. */
  end(): void;
}

const stopSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Ctrl-C under npm arrives twice within moments, once from the terminal and once passed on by npm: a second signal
 * that soon after the first is the same request.
 */
const SAME_REQUEST_MS = 150;

export interface StopOptions {
  /** Go on when the process that started this one ends: for nohup and the like. */
  readonly outliveParent?: boolean;
}

/** Turns the signals of this process, and the end of the process that started it, into requests to stop. */
export function listenForStop({ outliveParent = false }: StopOptions = {}): StopSignals {
  const stop = new AbortController();
  const hardStop = new AbortController();
  let received: NodeJS.Signals | undefined;
  let at = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (received === undefined) {
      received = signal;
      at = performance.now();
      stop.abort(signal);
    } else if (performance.now() - at > SAME_REQUEST_MS) {
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
    },
  };
}
