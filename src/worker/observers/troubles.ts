import { KclTsError } from '../../errors.js';
import type { DaemonLine } from '../../logs/daemon-line.js';
import type { Cause } from '../../kcl/causes/cause.js';
import type { LogSink } from './log-sink.js';
import { describeTrouble } from './describe-trouble.js';
import { kindOfCause, kindOfLine, type TroubleKind } from './trouble-kind.js';

/** What keeps a worker that runs from its work, though the daemon tries on for ever. */
export interface Troubles {
  /**
   * The daemon logged an error or a warning.
   *
   * @param cause its name, if it has one
   * @returns whether the line itself is worth showing: not if kcl-ts says what it means, or if it was there before
   */
  daemon(line: DaemonLine, cause: Cause | undefined, reading: Reading): boolean;
  /** kcl-ts met with it itself just now. */
  note(cause: Cause, options?: NoteOptions): void;
  /** A shard made progress: it was started, or records of it were handled. */
  progress(shardId: string): void;
  /** What somebody met with last, unless that is over. */
  readonly current: Cause | undefined;
  /** Aborted, with the error to end with, when a trouble that nobody but a person can mend has lasted. */
  readonly lasting: AbortSignal;
}

/** Tells whether any shard is being read that is none of those in trouble. */
export type Reading = (inTrouble: ReadonlySet<string>) => boolean;

export interface NoteOptions {
  /** Whether there is no doubt: it is said at once. */
  readonly certain?: boolean;
  /** Where it is not given, the worker is taken to read. */
  readonly reading?: Reading;
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
/** What comes again within this time is counted, not shown again. */
const REMEMBERED_MS = 90_000;
const LASTING_MS = 60_000;

interface Trouble {
  since: number;
  last: number;
  /** When it was last spoken of; undefined if not yet. */
  said: number | undefined;
  /** How often it was met with, and for which shards, since it was last spoken of. */
  count: number;
  readonly shards: Set<string>;
  /** Whether one of its shards made progress since then. */
  progressed: boolean;
}

/**
 * Says what is wrong, and what to do about it, once and then once a minute in place of the daemon's own lines; and when
 * there is no point in going on, that the worker is to end.
 */
export function createTroubles(
  log: LogSink,
  { now = () => performance.now() }: TroubleOptions = {},
): Troubles {
  const troubles = new Map<string, Trouble>();
  const lasting = new AbortController();
  let latest: { readonly cause: Cause; readonly at: number } | undefined;

  const meet = ({ key, shardIds }: TroubleKind, at: number): Trouble => {
    for (const [other, { last }] of troubles) if (at - last > REMEMBERED_MS) troubles.delete(other);
    const trouble = troubles.get(key) ?? {
      since: at,
      last: at,
      said: undefined,
      count: 0,
      shards: new Set<string>(),
      progressed: false,
    };
    if (at - trouble.last > OVER_AFTER_MS) trouble.since = at;
    trouble.last = at;
    trouble.count++;
    for (const shardId of shardIds) trouble.shards.add(shardId);
    troubles.set(key, trouble);
    return trouble;
  };
  const said = (trouble: Trouble, at: number): void => {
    Object.assign(trouble, { said: at, count: 0, progressed: false });
    trouble.shards.clear();
  };
  /** The minute is over: how it went on. */
  const summarise = (kind: TroubleKind, trouble: Trouble, at: number): void => {
    if (trouble.said === undefined || at - trouble.said < SAY_EVERY_MS) return;
    const { count, shards, progressed } = trouble;
    const seconds = Math.round((at - trouble.said) / 1000);
    log.say('warn', describeTrouble(kind, { count, seconds, shards: [...shards], progressed }));
    said(trouble, at);
  };
  const endIfLasting = (
    { cause, shardIds }: TroubleKind,
    { since, shards }: Trouble,
    at: number,
    reading?: Reading,
  ): void => {
    if (!cause?.endsARun || at - since < (cause.patienceMs ?? LASTING_MS)) return;
    if (cause.endsARun === 'unless-it-reads' && (reading?.(new Set([...shards, ...shardIds])) ?? true))
      return;
    lasting.abort(
      new KclTsError(cause.code, `the worker was stopped: ${cause.message}`, { hint: cause.hint }),
    );
  };
  const name = (kind: TroubleKind, cause: Cause, { certain, reading }: NoteOptions): void => {
    const at = now();
    latest = { cause, at };
    const trouble = meet(kind, at);
    endIfLasting(kind, trouble, at, reading);
    if (lasting.signal.aborted) return;
    summarise(kind, trouble, at);
    const due = certain === true || isPermanent(cause) || at - trouble.since >= SAY_AFTER_MS;
    if (trouble.said !== undefined || !due) return;
    log.say('warn', kind.text);
    said(trouble, at);
  };

  return {
    lasting: lasting.signal,
    get current() {
      return latest && now() - latest.at <= OVER_AFTER_MS ? latest.cause : undefined;
    },
    note: (cause, options = {}) => name(kindOfCause(cause), cause, options),
    daemon(line, cause, reading) {
      const kind = kindOfLine(line, cause);
      if (cause) {
        name(kind, cause, { reading });
        return false;
      }
      const at = now();
      const trouble = meet(kind, at);
      summarise(kind, trouble, at);
      if (trouble.said !== undefined) return false;
      said(trouble, at);
      return true;
    },
    progress(shardId) {
      for (const trouble of troubles.values()) {
        if (trouble.shards.size === 0 || trouble.shards.has(shardId)) trouble.progressed = true;
      }
    },
  };
}

/** What only a person can mend is said at the first time; the rest may be over by the next. */
function isPermanent({ hopeless, endsARun }: Cause): boolean {
  return hopeless || endsARun !== false;
}
