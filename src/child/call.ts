import { setTimeout as sleep } from 'node:timers/promises';
import { CheckpointError } from '../processor/checkpoint-error.js';
import type { InitializeInput, RecordProcessor, Shard, ShardInput } from '../processor/record-processor.js';
import { retryDelay, retrySettings } from '../processor/retry.js';
import type { ShardCheckpointer } from './checkpointer.js';
import type { CreateProcessor } from './load-processor.js';
import type { ShardMessage } from './messages.js';
import type { MethodTimer } from './method-timer.js';
import type { ErrorPolicy } from './options.js';
import type { RecordSampler } from './record-sampler.js';
import { shardContext } from './shard-context.js';
import type { ShardActivity } from './shard-activity.js';
import type { ShardSignal } from './shard-signal.js';
import type { ShardProgress } from './shard-progress.js';
import type { FindTelemetry, Method, TracedBatch } from './telemetry/telemetry.js';

export interface CallOptions {
  readonly shard: Shard;
  readonly createProcessor: CreateProcessor;
  readonly checkpointer: ShardCheckpointer;
  readonly progress: ShardProgress;
  readonly activity: ShardActivity | undefined;
  readonly sampler: RecordSampler | undefined;
  readonly signal: ShardSignal;
  readonly onError: ErrorPolicy;
  readonly deliverEmptyBatches: boolean;
  /** @default there is none */
  readonly telemetry?: FindTelemetry;
  /** Watches over each call. */
  readonly timer: MethodTimer;
  readonly warn: (message: string, error?: unknown) => void;
}

/**
 * One shard's processor. Its methods are called in the shard's context and as the error policy says.
 *
 * A call gives no promise if the method was done at once. It throws what the method threw, if the policy is to fail or
 * its retries are used up.
 */
export class ProcessorCalls {
  readonly #options: CallOptions;
  #processor: RecordProcessor | undefined;
  #interrupted = false;

  constructor(options: CallOptions) {
    this.#options = options;
  }

  /** The processor gave up a batch because of its signal. It gets no further one. */
  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Makes the processor first, once, however often it is tried. */
  initialize(start: Omit<InitializeInput, keyof ShardInput>): void | Promise<void> {
    const { shard, createProcessor, onError } = this.#options;
    const initialize = async (): Promise<void> => {
      this.#processor ??= await createProcessor(shard);
      const input = withSignal(start, this.#options.signal);
      await this.#processor.initialize?.(input);
    };
    // a processor that never got ready cannot go on with the next batch: here, skip means fail
    return this.#call('initialize', initialize, onError === 'skip' ? 'fail' : onError);
  }

  /** Calls the method that a message is for. */
  handle(message: ShardMessage): void | Promise<void> {
    const { checkpointer, progress, activity, sampler, signal, deliverEmptyBatches } = this.#options;
    const processor = this.#processor;
    switch (message.action) {
      case 'processRecords': {
        const { records, millisBehindLatest } = message;
        const telemetry = this.#options.telemetry?.();
        telemetry?.behind(this.#options.shard.shardId, millisBehindLatest);
        if (this.#interrupted || (records.length === 0 && !deliverEmptyBatches)) return;
        progress.deliver(message);
        sampler?.take(records);
        activity?.deliver(message);
        const method: Method = () =>
          processor?.processRecords(withSignal({ records, millisBehindLatest, checkpointer }, signal));
        const call = (run: Method): void | Promise<void> => this.#call(message.action, run);
        if (!telemetry || records.length === 0) return call(method);
        return telemetry.inSpan(this.#traced(records.length), method, call);
      }
      case 'leaseLost':
        return this.#call(message.action, () => processor?.leaseLost?.({}));
      case 'shutdownRequested':
        return this.#call(message.action, () => processor?.shutdownRequested?.({ checkpointer }));
      case 'shardEnded':
        return this.#endShard();
    }
  }

  #traced(records: number): TracedBatch {
    const { shard, signal } = this.#options;
    const { shardId } = shard;
    return {
      ...{ shardId, records },
      isExpected: (error) => signal.isAbort(error) || isLeaseTaken(error, shardId),
    };
  }

  /** Checkpoints the end on behalf of a processor that did not, unless it means it. */
  async #endShard(): Promise<void> {
    const { checkpointer, progress } = this.#options;
    const processor = this.#processor;
    // to say that the shard is done would lose what the interrupted batch holds
    if (this.#interrupted) throw new UnfinishedShardError();
    await this.#call('shardEnded', () => processor?.shardEnded?.({ checkpointer }));
    await checkpointer.settle();
    if (progress.shardEndAcknowledged || processor?.checkpointAtShardEnd === false) return;
    await this.#call('shardEnded', () => checkpointer.checkpoint());
  }

  /** The daemon is gone. */
  async disconnect(): Promise<void> {
    try {
      await shardContext.run(this.#options.shard, async () => this.#processor?.onDisconnect?.());
    } catch (error) {
      this.#options.warn('onDisconnect failed', error);
    }
  }

  #call(name: string, method: Method, onError = this.#options.onError): void | Promise<void> {
    const { shard, timer, warn, signal } = this.#options;
    const isInterruption = (error: unknown): boolean => {
      if (name !== 'processRecords' || !signal.isAbort(error)) return false;
      this.#interrupted = true;
      return true;
    };
    const call = { method: name, shardId: shard.shardId, onError, isInterruption, timer, warn };
    return shardContext.run(shard, callMethod, call, method);
  }
}

interface MethodCall {
  /** The method's name, for messages. */
  readonly method: string;
  readonly shardId: string;
  readonly onError: ErrorPolicy;
  /** Whether an error of the method only says that it gave up because of the shard's signal. */
  readonly isInterruption: (error: unknown) => boolean;
  readonly timer: MethodTimer;
  readonly warn: (message: string, error?: unknown) => void;
}

function callMethod(call: MethodCall, method: Method): void | Promise<void> {
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

async function settle({ method, timer }: MethodCall, running: PromiseLike<void>): Promise<void> {
  timer.start(method);
  try {
    await running;
  } finally {
    timer.stop();
  }
}

const retryPause = retrySettings({ delayMs: 200, maxDelayMs: 30_000 });

/** What the policy does about an error of the first call. */
async function recover(call: MethodCall, method: Method, first: unknown): Promise<void> {
  const { onError, shardId, warn } = call;
  let error = first;
  for (let failures = 1; ; failures++) {
    if (call.isInterruption(error)) return;
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

/** Made only where it is read: few processors use it. */
function withSignal<Input extends object>(input: Input, signal: ShardSignal): Input & ShardInput {
  return Object.defineProperty(input, 'signal', {
    get: () => signal.signal,
    enumerable: true,
    configurable: true,
  }) as Input & ShardInput;
}

/** The worker stopped in the middle of a shard's last batch. */
class UnfinishedShardError extends Error {
  override readonly name = 'UnfinishedShardError';

  constructor() {
    super(
      'the last records of the shard were left unfinished when the worker stopped; they are delivered again',
    );
  }
}
