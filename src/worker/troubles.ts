import { KclTsError } from '../errors.js';
import type { Cause } from './causes.js';
import type { LogSink } from './log-sink.js';

/** What keeps a worker that runs from its work, though the daemon tries on for ever. */
export interface Troubles {
  /** Somebody met with it just now. */
  note(cause: Cause): void;
  /** What somebody met with last, unless that is over. */
  readonly current: Cause | undefined;
  /** Aborted, with the error to end with, when a trouble that nobody but a person can mend has lasted. */
  readonly lasting: AbortSignal;
}

export interface TroubleOptions {
  /** A clock in milliseconds. */
  readonly now?: () => number;
}

/** A single refusal is no trouble: the daemon tries again, and once more often is enough. */
const SAY_AFTER_MS = 5_000;
const SAY_EVERY_MS = 60_000;
/** The daemon meets with a trouble that lasts about every second; one not met for so long is over. */
const OVER_AFTER_MS = 20_000;
const LASTING_MS = 60_000;

interface Trouble {
  readonly since: number;
  last: number;
  said: number;
}

/**
 * Says what is wrong, and what to do about it, once a minute between the daemon's own lines; and when there is no point
 * in going on, that the worker is to end.
 */
export function createTroubles(
  log: LogSink,
  { now = () => performance.now() }: TroubleOptions = {},
): Troubles {
  const troubles = new Map<string, Trouble>();
  const lasting = new AbortController();
  let latest: { readonly cause: Cause; readonly at: number } | undefined;
  return {
    lasting: lasting.signal,
    get current() {
      return latest && now() - latest.at <= OVER_AFTER_MS ? latest.cause : undefined;
    },
    note(cause) {
      const at = now();
      latest = { cause, at };
      const known = troubles.get(cause.message);
      const trouble =
        known && at - known.last <= OVER_AFTER_MS ? known : { since: at, last: at, said: -Infinity };
      troubles.set(cause.message, trouble);
      trouble.last = at;
      if (at - trouble.since >= SAY_AFTER_MS && at - trouble.said >= SAY_EVERY_MS) {
        trouble.said = at;
        log.say('warn', `${cause.message}: ${cause.hint}`);
      }
      if (cause.endsARun && at - trouble.since >= LASTING_MS) {
        lasting.abort(
          new KclTsError(cause.code, `the worker was stopped: ${cause.message}`, { hint: cause.hint }),
        );
      }
    },
  };
}
