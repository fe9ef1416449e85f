import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { CheckpointError, isRetryable, type CheckpointErrorCode } from '../processor/checkpoint-error.js';
import type { Checkpointer, RetryOptions } from '../processor/checkpointer.js';
import type { CheckpointReply, CheckpointRequest } from './messages.js';
import { retryDelay, retrySettings, type RetrySettings } from '../processor/retry.js';
import type { SequencePosition } from '../processor/sequence.js';

export interface ShardCheckpointerOptions {
  readonly shardId: string;
  readonly send: (request: CheckpointRequest) => void;
  /** What a call without a position asks for; undefined if there is nothing to ask. */
  readonly everything: () => CheckpointRequest | undefined;
  readonly onAcknowledged: (request: CheckpointRequest) => void;
  /** Told of each attempt that the daemon answers with an error. @default nobody is told */
  readonly onRefused?: (error: string) => void;
}

type End = Readonly<{ code: 'ShutdownException' | 'Disconnected'; message: string }>;

/**
 * The checkpoint requests of one shard, one at a time, sent only while the daemon listens: from a message until its
 * status (MultiLangProtocol.waitForStatusMessage).
 */
export class ShardCheckpointer implements Checkpointer {
  readonly #options: ShardCheckpointerOptions;
  /** Settles after every call made so far. */
  #last: Promise<void> = Promise.resolve();
  #unsettled = 0;
  #listening = false;
  #onListening: (() => void) | undefined;
  #onReply: ((reply: CheckpointReply) => void) | undefined;
  /** Rejects what waits for the daemon. */
  #onEnd: ((error: CheckpointError) => void) | undefined;
  #ended: End | undefined;
  readonly #endSignal = new AbortController();

  constructor(options: ShardCheckpointerOptions) {
    this.#options = options;
  }

  checkpoint(position?: SequencePosition | string, subSequenceNumber?: number): Promise<void> {
    return this.#enqueue(defaultRetry, position, subSequenceNumber);
  }

  withRetry(retry: RetryOptions): Checkpointer {
    const settings = retrySettings(retry);
    return {
      checkpoint: (position?: SequencePosition | string, subSequenceNumber?: number) =>
        this.#enqueue(settings, position, subSequenceNumber),
      withRetry: (other) => this.withRetry(other),
    };
  }

  /** The daemon sent a message and waits for its status. */
  listen(): void {
    this.#listening = true;
    this.#onListening?.();
  }

  /** Whether no call is open. */
  get idle(): boolean {
    return this.#unsettled === 0;
  }

  /** Whether a call waits for the daemon to send a message. */
  get isHeld(): boolean {
    return this.#onListening !== undefined && !this.#listening;
  }

  /** Waits for every call, those made meanwhile included. */
  async settle(): Promise<void> {
    while (!this.idle) await this.#last;
  }

  /** The status is about to be sent: what is asked from now on waits for the next message. */
  stopListening(): void {
    this.#listening = false;
  }

  /** Takes the reply to the request that is with the daemon; false if there is none. */
  receive(reply: CheckpointReply): boolean {
    const onReply = this.#onReply;
    this.#onReply = undefined;
    onReply?.(reply);
    return onReply !== undefined;
  }

  /** Rejects what is open and whatever will be asked. */
  end(end: End): void {
    if (this.#ended !== undefined) return;
    this.#ended = end;
    this.#endSignal.abort();
    this.#onEnd?.(this.#error(end.code, end.message, 0));
  }

  #enqueue(
    retry: RetrySettings,
    position: SequencePosition | string | undefined,
    subSequenceNumber: number | undefined,
  ): Promise<void> {
    this.#unsettled++;
    const call = this.#last
      .then(() => this.#checkpoint(toRequest(position, subSequenceNumber), retry))
      .finally(() => this.#unsettled--);
    this.#last = call.catch(() => undefined);
    // a promise of its own for the caller: a failure that nobody looks at is not to pass unseen
    return call.then();
  }

  async #checkpoint(asked: CheckpointRequest, retry: RetrySettings): Promise<void> {
    const request = asked.sequenceNumber === undefined ? this.#options.everything() : asked;
    if (request === undefined) return;
    for (let attempt = 1; ; attempt++) {
      const { error } = await this.#ask(request, attempt);
      if (error === null) {
        this.#options.onAcknowledged(request);
        return;
      }
      this.#options.onRefused?.(error);
      if (!isRetryable(error) || attempt >= retry.attempts) {
        throw this.#error(error, `the daemon answered ${error}`, attempt);
      }
      await sleep(retryDelay(retry, attempt), undefined, { signal: this.#endSignal.signal }).catch(
        () => undefined,
      );
    }
  }

  async #ask(request: CheckpointRequest, attempt: number): Promise<CheckpointReply> {
    if (this.#ended) throw this.#error(this.#ended.code, this.#ended.message, attempt - 1);
    try {
      if (!this.#listening)
        await this.#wait<undefined>((resolve) => {
          this.#onListening = () => resolve(undefined);
        });
      return await this.#wait<CheckpointReply>((resolve) => {
        this.#onReply = resolve;
        this.#options.send(request);
      });
    } finally {
      this.#onListening = this.#onReply = this.#onEnd = undefined;
    }
  }

  #wait<T>(start: (resolve: (value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#onEnd = reject;
      start(resolve);
    });
  }

  #error(code: CheckpointErrorCode, why: string, attempts: number): CheckpointError {
    const { shardId } = this.#options;
    const tries = attempts > 1 ? ` ${attempts} times` : '';
    return new CheckpointError(code, `could not checkpoint ${shardId}: ${why}${tries}`, {
      shardId,
      attempts,
    });
  }
}

const defaultRetry = retrySettings({});

function toRequest(position: unknown, subSequenceNumber: number | undefined): CheckpointRequest {
  if (position === undefined) return { action: 'checkpoint' };
  if (typeof position === 'string') return request(position, subSequenceNumber);
  if (isPosition(position)) return request(position.sequenceNumber, position.subSequenceNumber);
  throw new TypeError(
    `checkpoint takes a record, a {sequenceNumber, subSequenceNumber} pair, a sequence number or nothing, not ${inspect(position)}`,
  );
}

function request(sequenceNumber: string, subSequenceNumber: number | undefined): CheckpointRequest {
  if (subSequenceNumber === undefined) return { action: 'checkpoint', sequenceNumber };
  return { action: 'checkpoint', sequenceNumber, subSequenceNumber };
}

function isPosition(value: unknown): value is SequencePosition {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sequenceNumber' in value &&
    typeof value.sequenceNumber === 'string'
  );
}
