import type { DaemonProcess } from './start-daemon.js';

export interface StopPlanOptions {
  readonly daemon: Pick<DaemonProcess, 'signal' | 'killGroup'>;
  /** `shutdownGraceMillis`: how long the daemon's own shutdown hook waits for the processors. */
  readonly graceMillis: number;
  /** Whether any shard has been given to a processor: before that there is nothing to checkpoint. */
  readonly hasShards: () => boolean;
  /** The daemon did not end in time and was killed. */
  readonly onOverrun: () => void;
}

export interface StopPlan {
  /** Whether a stop was requested. */
  readonly requested: boolean;
  /** Asks java, and only java, to stop: each processor gets `shutdownRequested`. Later calls do nothing. */
  request(): void;
  /** Kills java and all processors now. */
  now(): void;
  /** Java has ended: nothing is left to do. */
  ended(): void;
}

/** The hook's own wait, then what the JVM takes to end, before it is taken for stuck. */
const MARGIN_MS = 5_000;
/** The daemon waits out its whole grace when it is stopped before its scheduler runs; nothing is lost by not waiting. */
const IDLE_GRACE_MS = 3_000;

/** SIGTERM to java alone, the grace period, then SIGKILL to its whole group. */
export function createStopPlan({ daemon, graceMillis, hasShards, onOverrun }: StopPlanOptions): StopPlan {
  let timer: NodeJS.Timeout | undefined;
  let requested = false;
  return {
    get requested() {
      return requested;
    },
    request() {
      if (requested) return;
      requested = true;
      const idle = !hasShards();
      daemon.signal('SIGTERM');
      timer = setTimeout(
        () => {
          if (!idle) onOverrun();
          daemon.killGroup();
        },
        idle ? Math.min(IDLE_GRACE_MS, graceMillis) : graceMillis + MARGIN_MS,
      );
    },
    now() {
      requested = true;
      daemon.killGroup();
    },
    ended() {
      clearTimeout(timer);
    },
  };
}
