import type { ActivityEvent, ProgressEvent, SampleEvent, WarningEvent } from '../child/event.js';
import type { Cause } from '../kcl/causes/cause.js';
import type { Ending } from '../processes.js';
import type {
  DaemonLineEvent,
  DaemonFaultEvent,
  FaultJudgedEvent,
  JvmLineEvent,
  SchedulerInitialisingEvent,
  SchedulerInitialisedEvent,
  SchedulerStoppingEvent,
  ShutdownCompleteEvent,
  ShardAssignedEvent,
  ProgramStartedEvent,
  ShardEndReachedEvent,
  StatusMissingEvent,
  ProcessExitedEvent,
  WaitingForProcessorsEvent,
} from './daemon-events.js';
import type {
  ProcessorLineEvent,
  ShardInitialisedEvent,
  CheckpointEvent,
  ShardEndedEvent,
  ProcessorFailedEvent,
  HostEndedEvent,
} from './processor-events.js';

/**
 * What happens in a worker, from java's start to its end.
 *
 *     java's stdout and stderr ─┐
 *                               ├─► source/ ─┐
 *     the processors' reports ──┘            │              ┌─► shards, troubles    keep what is known of the run
 *     supervise/  started, stopping, ended ──┼─► events ────┼─► log, health, ready file, caught up …    show it
 *     sharing/    handed back, taken over ───┤              ├─► supervise/: evidence, an early end    act on it
 *     observers/  trouble, caught up ────────┘              └─► sharing/    passes leases on
 *
 * `source/` alone reads what java and the processors print, and says what it means. All who want to know subscribe, by
 * the events' names; what nobody subscribes to is not made. `run-worker.ts` puts the parts together.
 *
 * Events are handed on at once, in the order of the subscriptions: those who keep what is known come before those who ask
 * them. An observer may emit an event while it is told of another; the others are told of the second one first.
 */
export type WorkerEvent =
  | StartedEvent
  | StoppingEvent
  | JavaEndedEvent
  | RestartEvent
  | DaemonLineEvent
  | DaemonFaultEvent
  | FaultJudgedEvent
  | JvmLineEvent
  | ProcessorLineEvent
  | SchedulerInitialisingEvent
  | SchedulerInitialisedEvent
  | SchedulerStoppingEvent
  | ShutdownCompleteEvent
  | ShardAssignedEvent
  | ProgramStartedEvent
  | ShardEndReachedEvent
  | StatusMissingEvent
  | ProcessExitedEvent
  | WaitingForProcessorsEvent
  | ShardInitialisedEvent
  | ProgressEvent
  | ActivityEvent
  | SampleEvent
  | CheckpointEvent
  | ShardEndedEvent
  | ProcessorFailedEvent
  | HostEndedEvent
  | WarningEvent
  | WaitingForEvent
  | AwsProblemEvent
  | TroubleEvent
  | CaughtUpEvent
  | HandedBackEvent
  | TakenOverEvent;

export type WorkerEventType = WorkerEvent['type'];

/** Java was started: all that was known of an earlier one is over. */
export interface StartedEvent {
  readonly type: 'started';
  /** Undefined when it could not be started; then it ends at once. */
  readonly pid: number | undefined;
}

/** The worker is asked to stop, by its user or because there is no point in going on. */
export interface StoppingEvent {
  readonly type: 'stopping';
  /** Whether any shard was given to a processor: those are asked to checkpoint. */
  readonly hasShards: boolean;
}

/** Java has ended, and all that it and the processors said has been told. */
export interface JavaEndedEvent {
  readonly type: 'ended';
  /** Undefined when what it printed could not be read to the end. */
  readonly outcome: Ending | undefined;
}

/** Java is started again in a while, or no more. */
export interface RestartEvent {
  readonly type: 'restart';
  readonly message: string;
  /** Lines below the message, such as the stack of the error. */
  readonly details: string | undefined;
}

/** No shard is read yet, and one thing has kept the worker waiting for some seconds. */
export interface WaitingForEvent {
  readonly type: 'waitingFor';
  readonly what: string;
}

/** A call of kcl-ts's own to AWS failed just now. */
export interface AwsProblemEvent {
  readonly type: 'awsProblem';
  readonly cause: Cause;
  /** There is no doubt: it is said at once. @default false */
  readonly isCertain?: boolean;
  /** Nothing that the worker reads makes up for it. @default false */
  readonly stopsAll?: boolean;
}

/** Something keeps the worker from its work: said once, then once a minute. */
export interface TroubleEvent {
  readonly type: 'trouble';
  /** The cause and what to do about it, or the daemon's words and how often they came. */
  readonly text: string;
  readonly cause: Cause | undefined;
}

/** A worker that goes on for ever has nothing left to read. */
export interface CaughtUpEvent {
  readonly type: 'caughtUp';
  /** How many it reads. */
  readonly shards: number;
}

/** Leases of this worker were passed on, because it stops. */
export interface HandedBackEvent {
  readonly type: 'handedBack';
  /** The leases that another worker has now: shard to worker. */
  readonly given: ReadonlyMap<string, string>;
  /** The shards whose leases wait for a worker. */
  readonly freed: readonly string[];
}

/** This worker gave the lease of a worker that is lost to one that lives, which may be itself. */
export interface TakenOverEvent {
  readonly type: 'takenOver';
  readonly shardId: string;
  /** Undefined where the lease does not tell. */
  readonly from: string | undefined;
  readonly to: string;
  /** Whether that is this worker. */
  readonly toItself: boolean;
  /** For how many milliseconds the lease was not renewed. */
  readonly afterMs: number;
}
