/** The two stages of a stop that a person or a supervisor asks for. */
export interface StopSignals {
  /** Aborted by the first signal: stop gracefully. */
  readonly stop: AbortSignal;
  /** Aborted by the second: kill now. */
  readonly hardStop: AbortSignal;
  /** The first signal, if any came. */
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

/** Turns the signals of this process into requests to stop. */
export function listenForStop(): StopSignals {
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
  return {
    stop: stop.signal,
    hardStop: hardStop.signal,
    get received() {
      return received;
    },
    end() {
      for (const signal of stopSignals) process.off(signal, onSignal);
    },
  };
}
