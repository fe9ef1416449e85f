import type { StopPlan } from '../../daemon/stop-plan.js';
import { KclTsError } from '../../errors.js';
import type { Ending } from '../../processes.js';
import type { Evidence } from '../observers/evidence.js';
import type { WorkerOutcome, WorkerSettings } from '../settings.js';
import type { Shards } from '../observers/shards.js';
import type { Troubles } from '../observers/troubles.js';

/** How java was killed while it stopped: too late, or when nobody was left to be told. */
export interface StopEnd {
  overrun: boolean;
  everyProcessorStopped: boolean;
}

export interface Ended {
  readonly outcome: Ending;
  readonly evidence: Evidence;
  readonly shards: Shards;
  readonly stop: StopPlan;
  readonly end: StopEnd;
  readonly settings: WorkerSettings;
  readonly troubles: Troubles;
}

/** @throws KclTsError naming the cause, when java did not end because it was asked to */
export function judge({ outcome, evidence, shards, stop, end, settings, troubles }: Ended): WorkerOutcome {
  if (outcome.kind === 'spawn-failed') {
    throw new KclTsError('JAVA_MISSING', 'java could not be started', {
      details: String(outcome.cause),
      cause: outcome.cause,
    });
  }
  if (settings.hardStop.aborted) return { kind: 'killed' };
  if (evidence.hopeless ?? evidence.processorFailed)
    throw evidence.explain(describe(outcome), troubles.current);
  if (!stop.requested) throw evidence.explain(describe(outcome), troubles.current);
  if (evidence.stoppedCleanly || end.everyProcessorStopped || !shards.started) return { kind: 'stopped' };
  const trouble = troubles.current;
  throw new KclTsError(
    'DAEMON_FAILED',
    end.overrun
      ? 'the worker did not stop in time and was killed'
      : `the worker did not stop cleanly (${describe(outcome)})`,
    {
      ...(trouble ? { details: `${trouble.message}: ${trouble.hint}` } : {}),
      hint: 'records after the last checkpoint will be delivered again; raise shutdownGraceMillis if processors need longer',
    },
  );
}

function describe(outcome: Exclude<Ending, { kind: 'spawn-failed' }>): string {
  return outcome.kind === 'killed'
    ? `java was killed by ${outcome.signal}`
    : `java's exit code ${outcome.exitCode}`;
}
