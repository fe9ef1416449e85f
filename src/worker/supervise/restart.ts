import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '../../back-off.js';
import { KclTsError, type ErrorCode } from '../../errors.js';
import type { WorkerOutcome } from '../settings.js';

export interface RestartPolicy {
  readonly when: 'never' | 'on-failure' | 'always';
  /** Restarts in a row without a healthy period between them. */
  readonly max: number;
}

export interface RestartContext {
  /** Aborted when the user asks to stop: no further start. */
  readonly signal: AbortSignal;
  /** The details are lines below the message, such as the stack of the error. */
  readonly say: (message: string, details?: string) => void;
  /** From 0 to 1; spreads the restarts of many workers. */
  readonly random?: () => number;
  readonly firstDelayMs?: number;
  readonly healthyMs?: number;
}

const LONGEST_DELAY_MS = 60_000;

/** What may be gone at the next attempt; a wrong flag or a missing java will not. */
const temporary: ReadonlySet<ErrorCode> = new Set([
  'DAEMON_FAILED',
  'PROCESSOR_FAILED',
  'CREDENTIALS_MISSING',
  'AWS_REFUSED',
  'AWS_UNREACHABLE',
]);

/**
 * Runs a worker again when it ended, as the policy says, after a delay that doubles each time from 1 s to 60 s, half
 * of it random. A worker that ran for a minute is taken for healthy, and counting begins anew.
 *
 * @throws the error of the last attempt
 */
export async function withRestarts(
  { when, max }: RestartPolicy,
  run: () => Promise<WorkerOutcome>,
  { signal, say, random = Math.random, firstDelayMs = 1_000, healthyMs = 60_000 }: RestartContext,
): Promise<WorkerOutcome> {
  const wasStopped = (): boolean => signal.aborted;
  for (let restarts = 0; ; restarts++) {
    const startedAt = performance.now();
    const end = await outcomeOf(run);
    if (!isWorthAnother(end, when) || wasStopped()) return valueOf(end);
    if (performance.now() - startedAt >= healthyMs) restarts = 0;
    if (restarts >= max) {
      say(`not started again: it was restarted ${max} times in a row`);
      return valueOf(end);
    }
    const delay = backOffMs({ firstMs: firstDelayMs, longestMs: LONGEST_DELAY_MS, random }, restarts + 1);
    say(
      `${describe(end)}; starting it again in ${(delay / 1000).toFixed(1)} s (${restarts + 1} of ${max})`,
      detailsOf(end),
    );
    await sleep(delay, undefined, { signal }).catch(() => undefined);
    if (wasStopped()) return { kind: 'stopped' };
  }
}

type End = { readonly outcome: WorkerOutcome } | { readonly error: unknown };

async function outcomeOf(run: () => Promise<WorkerOutcome>): Promise<End> {
  try {
    return { outcome: await run() };
  } catch (error) {
    return { error };
  }
}

function valueOf(end: End): WorkerOutcome {
  if ('error' in end) throw end.error;
  return end.outcome;
}

function isWorthAnother(end: End, when: RestartPolicy['when']): boolean {
  if (when === 'never') return false;
  if ('outcome' in end) return when === 'always' && end.outcome.kind === 'stopped';
  return end.error instanceof KclTsError && temporary.has(end.error.code);
}

function describe(end: End): string {
  return 'error' in end && end.error instanceof KclTsError ? end.error.message : 'the worker has ended';
}

function detailsOf(end: End): string | undefined {
  return 'error' in end && end.error instanceof KclTsError ? end.error.details : undefined;
}
