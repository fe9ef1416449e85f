import type { Cause } from '../kcl/causes/cause.js';
import type { DaemonLine } from '../logs/daemon-line.js';

/** A line of the daemon's log that is no fault. */
export interface DaemonLineEvent {
  readonly type: 'daemonLine';
  readonly line: DaemonLine;
  /** Only `--log-level debug` shows it. */
  readonly isRoutine: boolean;
}

/** A warning or an error of the daemon's log that is to be taken seriously. */
export interface DaemonFaultEvent {
  readonly type: 'daemonFault';
  readonly line: DaemonLine;
  /** Its name, if it has one. */
  readonly cause: Cause | undefined;
  /** It keeps the scheduler from starting, and no retry will mend it. */
  readonly isHopeless: boolean;
}

/** How a fault is told. It follows each `daemonFault`. */
export interface FaultJudgedEvent {
  readonly type: 'faultJudged';
  readonly line: DaemonLine;
  /** False for one that was there before, or that a `trouble` tells by its cause. */
  readonly isWorthShowing: boolean;
}

/** A line of the JVM itself: a thread dump, an out-of-memory message. */
export interface JvmLineEvent {
  readonly type: 'jvmLine';
  readonly line: string;
}

/** The KCL's scheduler is about to read its leases: about half a second later. */
export interface SchedulerInitialisingEvent {
  readonly type: 'schedulerInitialising';
}

/** The KCL's scheduler is ready; it goes for leases now. */
export interface SchedulerInitialisedEvent {
  readonly type: 'schedulerInitialised';
}

/** The scheduler gives up its leases, which is when its processors end. */
export interface SchedulerStoppingEvent {
  readonly type: 'schedulerStopping';
}

/** The daemon's shutdown hook ran to its end: every processor had its turn. */
export interface ShutdownCompleteEvent {
  readonly type: 'shutdownComplete';
}

/** The scheduler has a lease, and means to read its shard. */
export interface ShardAssignedEvent {
  readonly type: 'shardAssigned';
  readonly shardId: string | undefined;
}

/** The parents of a shard are read, and the daemon gives it to a process. */
export interface ProgramStartedEvent {
  readonly type: 'programStarted';
  readonly shardId: string;
}

/** The daemon has read a shard to its end, or its stream was deleted: it takes one for the other. */
export interface ShardEndReachedEvent {
  readonly type: 'shardEndReached';
  readonly shardId: string | undefined;
}

/** A processor's process did not answer the daemon. */
export interface StatusMissingEvent {
  readonly type: 'statusMissing';
  readonly shardId: string;
  /** What it was asked, in the protocol's terms: `initialize`, `processRecords`. */
  readonly action: string;
  /** Whether it was too late; otherwise it was gone. */
  readonly isTimeout: boolean;
}

/** A processor's process has ended, which the daemon says of the ordinary end of a shard, too. */
export interface ProcessExitedEvent {
  readonly type: 'processExited';
  readonly code: string | undefined;
}

/** The daemon's shutdown hook waits for so many processors. */
export interface WaitingForProcessorsEvent {
  readonly type: 'waitingForProcessors';
  readonly count: number;
}
