import { isAbort, ShardAbortError, type ShardAbortCode } from '../processor/shard-abort.js';

/** Calls back once the worker is told to stop, from whatever it is told by; gives what ends that. */
export type WatchStop = (onStop: () => void) => () => void;

/** The signal of one shard. Neither it nor what it needs is made before the processor asks for it. */
export class ShardSignal {
  readonly #watchStop: WatchStop | undefined;
  readonly #shardId: () => string;
  #controller: AbortController | undefined;
  #reason: ShardAbortError | undefined;
  #forget: (() => void) | undefined;

  constructor(shardId: () => string, watchStop: WatchStop | undefined) {
    this.#shardId = shardId;
    this.#watchStop = watchStop;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason) this.#controller.abort(this.#reason);
      else this.#forget = this.#watchStop?.(() => this.abort('ShutdownRequested'));
    }
    return this.#controller.signal;
  }

  /** The first reason counts. */
  abort(code: ShardAbortCode): void {
    if (this.#reason !== undefined) return;
    this.#reason = new ShardAbortError(code, this.#shardId());
    this.#forget?.();
    this.#controller?.abort(this.#reason);
  }

  /** Whether the processor gave up because of the signal. */
  isAbort(error: unknown): boolean {
    return this.#controller !== undefined && isAbort(error, this.#controller.signal);
  }
}
