import type { Shard } from '../processor/record-processor.js';
import { isLeaseTaken, ProcessorCalls } from './call.js';
import { ShardCheckpointer } from './checkpointer.js';
import { describeError } from './describe-error.js';
import type { EndedEvent, FailedDuring } from './event.js';
import {
  ProtocolError,
  type IncomingMessage,
  type InitializeMessage,
  type ShardMessage,
} from './messages.js';
import { MethodTimer, TimeoutError } from './method-timer.js';
import type { SessionOptions, SessionOutcome } from './session-options.js';
import { ShardProgress } from './shard-progress.js';
import { ShardSignal } from './shard-signal.js';
import { within } from './within.js';

export type { SessionOptions, SessionOutcome } from './session-options.js';

/** A message that wants a status. */
type Task = Exclude<IncomingMessage, { action: 'checkpoint' }>;

/** What exists from `initialize` on. */
interface Started {
  readonly shard: Shard;
  readonly calls: ProcessorCalls;
  readonly checkpointer: ShardCheckpointer;
  readonly progress: ShardProgress;
}

/**
 * One shard's side of the protocol: takes the daemon's messages in order, calls the processor, answers. It knows
 * neither the process nor its streams, so that one process may hold several.
 */
export class ShardSession {
  /** Settles when the shard is done with. */
  readonly outcome: Promise<SessionOutcome>;
  readonly #options: SessionOptions;
  readonly #timer: MethodTimer;
  readonly #limit: MethodTimer | undefined;
  readonly #signal: ShardSignal;
  readonly #waiting: Task[] = [];
  #handling: Task | undefined;
  /** Settles when what is being handled is done. */
  #running: Promise<void> | undefined;
  #started: Started | undefined;
  #shutdownRequested = false;
  /** Nothing is answered any more. */
  #over = false;
  #settle: (outcome: SessionOutcome) => void = () => undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#timer = new MethodTimer(options.warnAfterMs ?? 60_000, (method, seconds) => {
      this.#warn(`${method} has not finished for ${seconds} s; the shard waits for it`);
    });
    this.#signal = new ShardSignal(() => this.shard?.shardId ?? unknownShard, options.watchStop);
    const { timeoutMs } = options;
    if (timeoutMs !== undefined)
      this.#limit = new MethodTimer(timeoutMs, () => this.fail(this.handling, new TimeoutError(timeoutMs)));
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
  }

  /** Whether the process may end without a loss: the shard ended, or its failure was reported. */
  get over(): boolean {
    return this.#over;
  }

  /** Undefined until the daemon has named it. */
  get shard(): Shard | undefined {
    return this.#started?.shard;
  }

  /** What runs, for a failure that is reported from outside. */
  get handling(): FailedDuring {
    const action = this.#handling?.action;
    return action === undefined || action === 'unknown' ? 'background' : action;
  }

  receive(message: IncomingMessage): void {
    if (this.#over) return;
    if (message.action === 'checkpoint') {
      if (message.error === 'ShutdownException') this.#signal.abort('LeaseLost');
      if (this.#started?.checkpointer.receive(message) !== true) {
        this.#warn('the daemon answered a checkpoint that nobody asked for; ignored');
      }
      return;
    }
    this.#waiting.push(message);
    if (this.#handling === undefined) this.#handleWaiting();
  }

  /** The worker is to stop, which the processor learns in the middle of a call if it uses its signal. */
  stop(): void {
    this.#signal.abort('ShutdownRequested');
  }

  /** The daemon closed its end. Settles the outcome once the processor is done with it too, or has had its time. */
  async disconnect(): Promise<void> {
    if (!this.#over) {
      const started = this.#started;
      this.#signal.abort('Disconnected');
      this.#end(this.#shutdownRequested ? 'shutdownRequested' : 'eof');
      started?.checkpointer.end({ code: 'Disconnected', message: 'the daemon went away' });
      const left = this.#shutdownRequested ? undefined : started?.calls.disconnect();
      await within(this.#options.disconnectMs ?? 5_000, Promise.all([left, this.#running]));
    }
    this.#settle({ failed: false });
  }

  /** Reports a failure, once. A lost lease that nobody caught is none, nor is what the signal made stray work give up. */
  fail(during: FailedDuring, error: unknown): void {
    if (this.shard && isLeaseTaken(error, this.shard.shardId)) {
      this.#warn('a checkpoint failed because another worker took the shard over', error);
      return;
    }
    if (this.#over || (during === 'background' && this.#signal.isAbort(error))) return;
    this.#over = true;
    this.#signal.abort('Failed');
    this.#options.emit({ type: 'failed', ...this.shard, during, ...describeError(error) });
    this.#settle({ failed: true, error });
  }

  /** Handles what arrived, one after the other; without a promise where the processor needs none. */
  #handleWaiting(): void {
    for (let task = this.#waiting.shift(); task !== undefined; task = this.#waiting.shift()) {
      this.#handling = task;
      const running = this.#handle(task);
      if (running !== undefined) {
        this.#limit?.start(task.action);
        this.#running = running
          .catch((error: unknown) => this.fail(this.handling, error))
          .then(() => {
            this.#limit?.stop();
            this.#handling = undefined;
            this.#handleWaiting();
          });
        return;
      }
      this.#handling = undefined;
    }
  }

  #handle(task: Task): void | Promise<void> {
    if (task.action === 'initialize') return this.#initialize(task);
    if (task.action === 'unknown') {
      this.#warn(`the daemon sent "${task.name}", which this version does not know; answered and ignored`);
      this.#answer(task.name);
      return;
    }
    const started = this.#started;
    if (started === undefined) {
      this.fail('protocol', new ProtocolError(`the daemon sent ${task.action} before initialize`));
      return;
    }
    const { checkpointer } = started;
    if (task.action === 'shutdownRequested') {
      this.#shutdownRequested = true;
      this.#signal.abort('ShutdownRequested');
    }
    if (task.action === 'leaseLost') {
      this.#signal.abort('LeaseLost');
      checkpointer.end({ code: 'ShutdownException', message: 'the lease is lost' });
    } else {
      checkpointer.listen();
    }
    const running = started.calls.handle(task);
    if (running !== undefined || !checkpointer.idle) return this.#finishLater(running, task, started);
    this.#finish(task, started);
  }

  async #finishLater(running: void | Promise<void>, task: ShardMessage, started: Started): Promise<void> {
    await running;
    await started.checkpointer.settle();
    this.#finish(task, started);
  }

  /** Answers. The calls that the processor made are settled by now. */
  #finish(task: ShardMessage, { calls, checkpointer, progress }: Started): void {
    if (this.#over) return;
    checkpointer.stopListening();
    this.#options.send({ action: 'status', responseFor: task.action });
    if (task.action === 'processRecords') {
      task.release();
      if (!calls.interrupted) progress.handle(task);
    } else if (task.action === 'shardEnded') {
      checkpointer.end({ code: 'ShutdownException', message: 'the shard has ended' });
      this.#signal.abort('ShardEnded');
      this.#end('shardEnded');
    } else if (task.action === 'leaseLost') {
      this.#end(this.#shutdownRequested ? 'shutdownRequested' : 'leaseLost');
    }
  }

  async #initialize({ shardId, sequenceNumber, subSequenceNumber }: InitializeMessage): Promise<void> {
    const { calls, shard } = (this.#started ??= this.#start({ shardId: shardId ?? unknownShard }));
    await calls.initialize({ ...shard, sequenceNumber, subSequenceNumber });
    this.#answer('initialize');
    this.#options.emit({ type: 'initialized', ...shard, sequenceNumber });
  }

  #start(shard: Shard): Started {
    const progress = new ShardProgress(
      shard.shardId,
      this.#options.reportProgress ? this.#options.emit : undefined,
    );
    const checkpointer = new ShardCheckpointer({
      ...shard,
      send: (request) => {
        if (!this.#over) this.#options.send(request);
      },
      everything: () => (calls.interrupted ? progress.beforeInterruption : { action: 'checkpoint' }),
      onAcknowledged: (request) => progress.acknowledge(request, this.#handling?.action === 'shardEnded'),
    });
    const started = { shard, checkpointer, progress };
    const calls: ProcessorCalls = new ProcessorCalls({
      ...this.#options,
      ...started,
      signal: this.#signal,
      timer: this.#timer,
      warn: this.#warn,
    });
    return { ...started, calls };
  }

  #answer(responseFor: string): void {
    if (!this.#over) this.#options.send({ action: 'status', responseFor });
  }

  #end(reason: EndedEvent['reason']): void {
    this.#over = true;
    if (this.#started) this.#options.emit(this.#started.progress.ended(reason));
  }

  readonly #warn = (message: string, error?: unknown): void => {
    const shardId = this.shard?.shardId ?? unknownShard;
    const stack = error === undefined ? {} : { stack: describeError(error).stack };
    this.#options.emit({ type: 'warning', shardId, message, ...stack });
  };
}

const unknownShard = 'unknown';
