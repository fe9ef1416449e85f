import { KclTsError } from '../../errors.js';
import type { Cause } from '../../kcl/causes/cause.js';
import { isOfTheLoop, isRoutine } from '../../kcl/loggers.js';
import type { WorkerEvents } from '../event-bus.js';
import type { DaemonFaultEvent } from '../daemon-events.js';
import { describeTrouble } from './describe-trouble.js';
import { kindOfCause, kindOfLine, type TroubleKind } from './trouble-kind.js';
import { createTroubleMemory, isTold, OVER_AFTER_MS, type Trouble } from './trouble-memory.js';

/** What keeps a worker that runs from its work, though the daemon tries on for ever. */
export interface Troubles {
  /** What somebody met with last, unless that is over. */
  readonly current: Cause | undefined;
  /** Aborted, with the error to end with, when a trouble that nobody but a person can mend has lasted. */
  readonly lasting: AbortSignal;
}

/** Tells whether any shard is being read that is none of those in trouble. */
export type Reading = (inTrouble: ReadonlySet<string>) => boolean;

export interface TroubleOptions {
  readonly isReading: Reading;
  /** A clock in milliseconds. */
  readonly now?: () => number;
}

/** A single refusal is no trouble: the daemon tries again, and once more often is enough. */
const SAY_AFTER_MS = 5_000;
const SAY_EVERY_MS = 60_000;
const LASTING_MS = 60_000;

/**
 * Tells what is wrong, and what to do about it, once and then once a minute in place of the daemon's own lines; and when
 * there is no point in going on, that the worker is to end.
 */
export function watchTroubles(
  events: WorkerEvents,
  { isReading, now = () => performance.now() }: TroubleOptions,
): Troubles {
  const memory = createTroubleMemory();
  const lasting = new AbortController();
  const records = new Map<string, number>();
  let latest: { readonly cause: Cause; readonly at: number } | undefined;
  let isHopeless = false;

  /** The minute is over: how it went on. */
  const summarise = (kind: TroubleKind, trouble: Trouble, at: number): void => {
    if (trouble.said === undefined || at - trouble.said < SAY_EVERY_MS) return;
    const { count, shards, progressed } = trouble;
    const seconds = Math.round((at - trouble.said) / 1000);
    const text = describeTrouble(kind, { count, seconds, shards: [...shards], progressed });
    events.emit({ type: 'trouble', text, cause: kind.cause });
    isTold(trouble, at);
  };
  const endIfLasting = (kind: TroubleKind, trouble: Trouble, at: number, reading: Reading): void => {
    const { cause, shardIds } = kind;
    if (!cause?.endsARun || at - trouble.since < (cause.patienceMs ?? LASTING_MS)) return;
    if (cause.endsARun === 'unless-it-reads' && reading(new Set([...trouble.shards, ...shardIds]))) return;
    lasting.abort(
      new KclTsError(cause.code, `the worker was stopped: ${cause.message}`, { hint: cause.hint }),
    );
  };
  const tellCause = (kind: TroubleKind, cause: Cause, reading: Reading, isCertain = false): void => {
    const at = now();
    latest = { cause, at };
    const trouble = memory.meet(kind, at);
    endIfLasting(kind, trouble, at, reading);
    if (lasting.signal.aborted) return;
    summarise(kind, trouble, at);
    const isDue = isCertain || isPermanent(cause) || at - trouble.since >= SAY_AFTER_MS;
    if (trouble.said !== undefined || !isDue) return;
    events.emit({ type: 'trouble', text: kind.text, cause });
    isTold(trouble, at);
  };
  /** What has no name is told in the daemon's own words, for the first time. */
  const isNew = (kind: TroubleKind): boolean => {
    const at = now();
    const trouble = memory.meet(kind, at);
    summarise(kind, trouble, at);
    if (trouble.said !== undefined) return false;
    isTold(trouble, at);
    return true;
  };
  const isWorthShowing = ({ line, cause }: DaemonFaultEvent): boolean => {
    if (isHopeless || isRoutine(line)) return false;
    const kind = kindOfLine(line, cause);
    if (!cause) return isNew(kind);
    // What breaks the scheduler's loop keeps all shards from being read.
    tellCause(kind, cause, isOfTheLoop(line) ? () => false : isReading);
    return false;
  };
  const progress = ({ shardId, records: count }: { shardId: string; records: number }): void => {
    if (count > (records.get(shardId) ?? 0)) memory.progress(shardId);
    records.set(shardId, count);
  };

  events.subscribe('the watch for troubles', {
    started() {
      isHopeless = false;
      records.clear();
    },
    daemonFault(fault) {
      isHopeless ||= fault.isHopeless;
      events.emit({ type: 'faultJudged', line: fault.line, isWorthShowing: isWorthShowing(fault) });
    },
    awsProblem: ({ cause, isCertain, stopsAll = false }) =>
      tellCause(kindOfCause(cause), cause, () => !stopsAll, isCertain),
    shardInitialised: ({ shardId }) => memory.progress(shardId),
    progress,
    shardEnded: progress,
  });
  return {
    lasting: lasting.signal,
    get current() {
      return latest && now() - latest.at <= OVER_AFTER_MS ? latest.cause : undefined;
    },
  };
}

/** What only a person can mend is said at the first time; the rest may be over by the next. */
function isPermanent({ hopeless, endsARun }: Cause): boolean {
  return hopeless || endsARun !== false;
}
