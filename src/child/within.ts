import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the promise has settled, however, or so many milliseconds are over, or the signal is aborted. */
export async function within(ms: number, promise: Promise<unknown>, stop?: AbortSignal): Promise<void> {
  const settled = new AbortController();
  const signal = stop ? AbortSignal.any([stop, settled.signal]) : settled.signal;
  await Promise.race([promise, sleep(ms, undefined, { signal })]).catch(() => undefined);
  settled.abort();
}
