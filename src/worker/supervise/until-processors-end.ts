import type { Supervision } from './supervision.js';

export interface LastReports extends Pick<Supervision, 'events' | 'shards'> {
  /** Whether a process that serves shards is left. */
  readonly processorsLive: () => boolean;
  /** Aborted when nothing is to be waited for. */
  readonly hurry: AbortSignal;
}

/** Longer than a busy machine keeps a process from running. */
const LIMIT_MS = 2_000;
const EVERY_MS = 20;

/**
 * To be called when java has ended. Java does not wait for its processors: one that the system has not run since reports
 * its end only now. Resolves when each processor has reported its end, at once where all have, when none of them lives, or
 * after two seconds.
 */
export async function untilProcessorsEnd({
  processorsLive,
  events,
  shards,
  hurry,
}: LastReports): Promise<void> {
  const isDone = (): boolean => hurry.aborted || shards.all.every(({ running }) => !running);
  if (isDone() || !processorsLive()) return;
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      clearInterval(look);
      clearTimeout(limit);
      hurry.removeEventListener('abort', finish);
      unsubscribe();
      resolve();
    };
    const finishIfDone = (): void => {
      if (isDone()) finish();
    };
    // Killed from outside they report nothing.
    const look = setInterval(() => {
      if (!processorsLive()) finish();
    }, EVERY_MS);
    const limit = setTimeout(finish, LIMIT_MS);
    hurry.addEventListener('abort', finish);
    const unsubscribe = events.subscribe('the last reports', {
      shardEnded: finishIfDone,
      processorFailed: finishIfDone,
    });
  });
}
