import { setTimeout as sleep } from 'node:timers/promises';
import type { RetryOptions } from './checkpointer.js';
import { isInvalidRecord } from './invalid-record-error.js';
import { retryDelay, retrySettings, type RetrySettings } from './retry.js';
import { isAbort } from './shard-abort.js';

/** How often a handler is tried. */
export interface HandlerRetryOptions extends RetryOptions {
  /**
   * Whether an error is worth another attempt.
   *
   * @default all are; those of a record that is not as its schema expects never are
   */
  readonly when?: (error: unknown) => boolean;
}

/** What a handler is given besides its records. */
export interface HandlerContext {
  /** That of the shard: for `fetch` and whatever else takes long. */
  readonly signal: AbortSignal;
  /** From 1. */
  readonly attempt: number;
}

export interface Retries {
  readonly settings: RetrySettings;
  readonly when: (error: unknown) => boolean;
}

/**
 * Without options, one attempt.
 *
 * @throws RangeError if a number is out of range.
 */
export function toRetries({ when = () => true, ...options }: HandlerRetryOptions = { attempts: 1 }): Retries {
  return { settings: retrySettings(options), when };
}

/**
 * Calls the handler until it succeeds.
 *
 * @throws the signal's reason if it fires while there are attempts left.
 * @throws what the handler threw at last.
 */
export async function withRetries(
  { settings, when }: Retries,
  signal: AbortSignal,
  handle: (context: HandlerContext) => void | PromiseLike<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await handle({ signal, attempt });
      return;
    } catch (error) {
      if (isAbort(error, signal)) throw signal.reason;
      const isFinal = attempt >= settings.attempts || isInvalidRecord(error) || !when(error);
      if (isFinal) throw error;
    }
    await sleep(retryDelay(settings, attempt), undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }
}
