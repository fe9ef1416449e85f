import { setTimeout as sleep } from 'node:timers/promises';
import { CheckpointError } from './checkpoint-error.js';
import type { ErrorPolicy } from './child-options.js';
import { retryDelay, retrySettings } from './retry.js';

export interface MethodCall {
  /** The method's name, for messages. */
  readonly method: string;
  readonly shardId: string;
  readonly onError: ErrorPolicy;
  readonly watchdogMs: number;
  readonly warn: (message: string, error?: unknown) => void;
}

/**
 * Calls one of a processor's methods as the error policy says.
 *
 * @throws what the method threw, if the policy is to fail or its retries are used up.
 */
export async function callMethod(call: MethodCall, run: () => void | PromiseLike<void>): Promise<void> {
  for (let failures = 0; ;) {
    try {
      await watched(call, run);
      return;
    } catch (error) {
      if (isLeaseTaken(error, call.shardId)) {
        call.warn(`another worker took ${call.shardId} over during ${call.method}; it has the records now`);
        return;
      }
      failures++;
      if (!(await recovered(call, error, failures))) throw error;
      if (call.onError === 'skip') return;
    }
  }
}

/** A checkpoint of this shard that failed because another worker owns it: part of a normal life, no failure. */
export function isLeaseTaken(error: unknown, shardId: string): boolean {
  return error instanceof CheckpointError && error.code === 'ShutdownException' && error.shardId === shardId;
}

const retryPause = retrySettings({ delayMs: 200, maxDelayMs: 30_000 });

/** Whether the policy has an answer to the error; waits as long as it says. */
async function recovered(call: MethodCall, error: unknown, failures: number): Promise<boolean> {
  const { method, onError, warn } = call;
  if (onError === 'fail') return false;
  if (onError === 'skip') {
    warn(`${method} failed; going on, as --on-error skip says`, error);
    return true;
  }
  if (failures > onError.retry) return false;
  const pause = Math.round(retryDelay(retryPause, failures));
  warn(`${method} failed; retry ${failures} of ${onError.retry} in ${pause} ms`, error);
  await sleep(pause);
  return true;
}

async function watched(call: MethodCall, run: () => void | PromiseLike<void>): Promise<void> {
  const running = run();
  if (running === undefined) return;
  const started = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    call.warn(`${call.method} has not finished for ${seconds} s; the shard waits for it`);
  }, call.watchdogMs);
  try {
    await running;
  } finally {
    clearInterval(timer);
  }
}
