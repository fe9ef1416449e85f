import { backOffMs } from '../back-off.js';
import type { RetryOptions } from './checkpointer.js';

export type RetrySettings = Required<RetryOptions>;

/** @throws RangeError if a number is out of range. */
export function retrySettings(retry: RetryOptions): RetrySettings {
  const { attempts = 5, delayMs = 500, maxDelayMs = Math.max(10_000, delayMs), jitter = 0.5 } = retry;
  if (!Number.isInteger(attempts) || attempts < 1)
    throw outOfRange('attempts', attempts, 'an integer from 1');
  if (!(delayMs >= 0)) throw outOfRange('delayMs', delayMs, 'milliseconds from 0');
  if (!(maxDelayMs >= 0)) throw outOfRange('maxDelayMs', maxDelayMs, 'milliseconds from 0');
  if (!(jitter >= 0 && jitter <= 1)) throw outOfRange('jitter', jitter, 'a number from 0 to 1');
  return { attempts, delayMs, maxDelayMs, jitter };
}

/** Milliseconds to wait after so many failed attempts. */
export function retryDelay({ delayMs, maxDelayMs, jitter }: RetrySettings, failedAttempts: number): number {
  return backOffMs({ firstMs: delayMs, longestMs: maxDelayMs, jitter }, failedAttempts);
}

function outOfRange(name: string, value: unknown, expected: string): RangeError {
  return new RangeError(`${name} is ${String(value)}; expected ${expected}`);
}
