import { shorten } from './shorten.js';

/** What a processor's process reports to kcl-ts. */
export type ChildEvent =
  InitializedEvent | ProgressEvent | ActivityEvent | SampleEvent | EndedEvent | FailedEvent | WarningEvent;

/** A shard may have had several processors, and one may still end when the next has begun. */
interface OfProcessor {
  /** Which of them tells this: a text that no other has. Unset by who has but one. */
  readonly session?: string;
}

export interface InitializedEvent extends OfProcessor {
  readonly type: 'initialized';
  readonly shardId: string;
  /** Where delivery starts; null if the daemon did not say. */
  readonly sequenceNumber: string | null;
}

/** Only if `reportProgress` is on: when `caughtUp` changes, and at most once a second while records flow. */
export interface ProgressEvent extends OfProcessor {
  readonly type: 'progress';
  readonly shardId: string;
  /** The last batch was handled, and at its end nothing was left to read. */
  readonly caughtUp: boolean;
  readonly millisBehindLatest: number | null;
  /** Handled since the shard's start. */
  readonly records: number;
}

/**
 * What a shard's processor has done since its start. Only if `reportActivity` is on: at most once a second while
 * anything of it changes, and before the processor ends.
 */
export interface ActivityEvent {
  readonly type: 'activity';
  readonly shardId: string;
  /** Records handled. */
  readonly records: number;
  /** Bytes of their data. */
  readonly bytes: number;
  /** Batches handled that had a record. */
  readonly batches: number;
  /** Of the last batch, which may have had none. */
  readonly millisBehindLatest: number | null;
  /** From the hand-over of each of these batches until it was answered, its checkpoints included, in all. */
  readonly busyMs: number;
  /** Those batches by that time: a count for each of `durationBounds`, and one for what took longer. */
  readonly durations: readonly number[];
  /** Checkpoints that the daemon acknowledged. */
  readonly checkpoints: number;
  /** The last of them, with its time in milliseconds since 1970. */
  readonly checkpoint?: {
    readonly sequenceNumber: string;
    readonly subSequenceNumber: number;
    readonly at: number;
  };
  /** Checkpoints that it refused, by the name of its exception. Each attempt counts. */
  readonly checkpointErrors: Readonly<Record<string, number>>;
}

/** The upper bounds of `durations`, in milliseconds. */
export const durationBounds = [
  1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000,
] as const;

/** Only if `reportSamples` is on: some of the records of a batch, before the processor gets it. */
export interface SampleEvent {
  readonly type: 'sample';
  readonly shardId: string;
  /** In their order. */
  readonly records: readonly SampledRecord[];
}

export interface SampledRecord {
  readonly sequenceNumber: string;
  readonly subSequenceNumber: number;
  readonly partitionKey: string;
  /** Milliseconds since 1970; null if the daemon did not say. */
  readonly arrivedAt: number | null;
  /** How long its data is. */
  readonly bytes: number;
  /** The data, at most 2 KB of it, if that is UTF-8. */
  readonly text?: string;
  /** The data, at most 2 KB of it, if it is not. */
  readonly base64?: string;
}

/** Once, when the shard stops. */
export interface EndedEvent extends OfProcessor {
  readonly type: 'ended';
  readonly shardId: string;
  /** `eof`: the daemon closed the input without a word. */
  readonly reason: 'leaseLost' | 'shardEnded' | 'shutdownRequested' | 'eof';
  readonly records: number;
  /** The last one that was acknowledged. */
  readonly checkpoint?: { readonly sequenceNumber: string; readonly subSequenceNumber: number };
}

/** The last thing of a process that ends with exit code 1. */
export interface FailedEvent {
  readonly type: 'failed';
  /** Missing if it failed before the daemon named one. */
  readonly shardId?: string;
  /** Of which of these it is cannot be told: they share a process. */
  readonly shardIds?: readonly string[];
  readonly during: FailedDuring;
  readonly name: string;
  readonly message: string;
  /** With positions in TypeScript. */
  readonly stack: string;
}

export type FailedDuring =
  | 'load'
  | 'initialize'
  | 'processRecords'
  | 'leaseLost'
  | 'shardEnded'
  | 'shutdownRequested'
  | 'onDisconnect'
  /** An exception or rejection that no method was waiting for. */
  | 'background'
  /** A line of the daemon's that is not a message. */
  | 'protocol';

export interface WarningEvent {
  readonly type: 'warning';
  readonly shardId: string;
  readonly message: string;
  readonly stack?: string;
}

/** One line of JSON. Texts of an endless length, such as an error that quotes a record, are cut. */
export function encodeChildEvent(event: ChildEvent): string {
  return JSON.stringify(event, (_, value: unknown) => (typeof value === 'string' ? shorten(value) : value));
}

/** Undefined for anything but an event. */
export function decodeChildEvent(json: string): ChildEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  return isChildEvent(value) ? value : undefined;
}

const requiredFields: Record<ChildEvent['type'], Record<string, string>> = {
  initialized: { shardId: 'string' },
  progress: { shardId: 'string', caughtUp: 'boolean', records: 'number' },
  activity: {
    shardId: 'string',
    records: 'number',
    bytes: 'number',
    batches: 'number',
    busyMs: 'number',
    durations: 'object',
    checkpoints: 'number',
    checkpointErrors: 'object',
  },
  sample: { shardId: 'string', records: 'object' },
  ended: { shardId: 'string', reason: 'string', records: 'number' },
  failed: { during: 'string', name: 'string', message: 'string', stack: 'string' },
  warning: { shardId: 'string', message: 'string' },
};

function isChildEvent(value: unknown): value is ChildEvent {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  const { type } = value;
  if (typeof type !== 'string' || !Object.hasOwn(requiredFields, type)) return false;
  const fields: Record<string, unknown> = { ...value };
  return Object.entries(requiredFields[type as ChildEvent['type']]).every(
    ([name, kind]) => typeof fields[name] === kind,
  );
}
