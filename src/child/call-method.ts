import { setTimeout as sleep } from 'node:timers/promises';
import { CheckpointError } from '../processor/checkpoint-error.js';
import type { ErrorPolicy } from './options.js';
import { retryDelay, retrySettings } from '../processor/retry.js';
import type { Watchdog } from './method-timer.js';

export interface MethodCall {
  /** The method's name, for messages. */
  readonly method: string;
  readonly shardId: string;
  readonly onError: ErrorPolicy;
  readonly watchdog: Watchdog;
  readonly warn: (message: string, error?: unknown) => void;
}

type Method = () => void | PromiseLike<void>;

/**
 * Calls one of a processor's methods as the error policy says. Gives no promise if the method was done at once.
 *
 * @throws what the method threw, if the policy is to fail or its retries are used up.
 */
export function callMethod(call: MethodCall, method: Method): void | Promise<void> {
  let running;
  try {
    running = method();
  } catch (error) {
    return recover(call, method, error);
  }
  if (running === undefined) return;
  return settle(call, running).catch((error: unknown) => recover(call, method, error));
}

/** A checkpoint of this shard that failed because another worker owns it: part of a normal life, no failure. */
export function isLeaseTaken(error: unknown, shardId: string): boolean {
  return error instanceof CheckpointError && error.code === 'ShutdownException' && error.shardId === shardId;
}

async function settle({ method, watchdog }: MethodCall, running: PromiseLike<void>): Promise<void> {
  watchdog.start(method);
  try {
    await running;
  } finally {
    watchdog.stop();
  }
}

const retryPause = retrySettings({ delayMs: 200, maxDelayMs: 30_000 });

/** What the policy does about an error of the first call. */
async function recover(call: MethodCall, method: Method, first: unknown): Promise<void> {
  const { onError, shardId, warn } = call;
  let error = first;
  for (let failures = 1; ; failures++) {
    if (isLeaseTaken(error, shardId)) {
      warn(`another worker took ${shardId} over during ${call.method}; it has the records now`);
      return;
    }
    if (onError === 'skip') {
      warn(`${call.method} failed; going on, as --on-error skip says`, error);
      return;
    }
    if (onError === 'fail' || failures > onError.retry) throw error;
    const pause = Math.round(retryDelay(retryPause, failures));
    warn(`${call.method} failed; retry ${failures} of ${onError.retry} in ${pause} ms`, error);
    await sleep(pause);
    try {
      await settle(call, Promise.resolve(method()));
      return;
    } catch (again) {
      error = again;
    }
  }
}
