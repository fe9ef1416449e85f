import type { StopPlan } from '../../daemon/stop-plan.js';
import type { Evidence } from '../observers/evidence.js';
import type { StopEnd } from './judge.js';
import type { Supervision } from './supervision.js';

export interface EarlyEnd extends Pick<Supervision, 'events' | 'shards'> {
  readonly evidence: Evidence;
  readonly stop: StopPlan;
  readonly end: StopEnd;
}

/**
 * Kills java where waiting for it is in vain: it will never start, or its shutdown hook waits for nobody who could answer.
 *
 * The hook waits out the whole grace period for shards that have no processor to be told: one that failed, or one that the
 * KCL tries in vain to start (ShardConsumer.handleShutdownTransition, 3.1.3, never leaves the state INITIALIZING after a
 * failure). Once only those are waited for, all others had their last checkpoint.
 *
 * @returns what ends it
 */
export function endEarly({ events, shards, evidence, stop, end }: EarlyEnd): () => void {
  return events.subscribe('the early end', {
    daemonFault({ isHopeless }) {
      if (isHopeless && !stop.requested) stop.now();
    },
    waitingForProcessors({ count }) {
      const { failedShards, startsFail } = evidence;
      const lost = new Set([...failedShards, ...(startsFail ? shards.withoutProcessor : [])]);
      if (lost.size === 0 || count > lost.size) return;
      end.everyProcessorStopped = failedShards.size === 0;
      stop.now();
    },
  });
}
