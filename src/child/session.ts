import type { Shard } from '../processor/record-processor.js';
import { isLeaseTaken } from './call.js';
import { describeError } from './describe-error.js';
import type { EndedEvent, FailedDuring } from './event.js';
import { shutDown, type HandOver } from './hand-over.js';
import {
  ProtocolError,
  type IncomingMessage,
  type InitializeMessage,
  type ShardMessage,
} from './messages.js';
import { callLimit, MethodTimer } from './method-timer.js';
import type { SessionOptions, SessionOutcome } from './session-options.js';
import { ShardSignal } from './shard-signal.js';
import { startShard, type StartedShard } from './started-shard.js';
import { TaskQueue, type Task } from './task-queue.js';
import { within } from './within.js';

/**
 * One shard's side of the protocol: takes the daemon's messages in order, calls the processor, answers. It knows
 * neither the process nor its streams, so that one process may hold several.
 */
export class ShardSession {
  /** Settles when the shard is done with. */
  readonly outcome: Promise<SessionOutcome>;
  readonly #options: SessionOptions;
  readonly #timer: MethodTimer;
  readonly #signal: ShardSignal;
  readonly #tasks: TaskQueue;
  #started: StartedShard | undefined;
  #first: InitializeMessage | undefined;
  #shutdownRequested = false;
  #retiring = false;
  #unanswered: HandOver['unanswered'];
  /** Nothing is answered any more. */
  #over = false;
  #settle: (outcome: SessionOutcome) => void = () => undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#timer = new MethodTimer(options.warnAfterMs ?? 60_000, (method, seconds) => {
      this.#warn(`${method} has not finished for ${seconds} s; the shard waits for it`);
    });
    this.#signal = new ShardSignal(() => this.shard?.shardId ?? unknownShard, options.watchStop);
    this.#tasks = new TaskQueue({
      handle: (task) => this.#handle(task),
      onError: (error) => this.fail(this.handling, error),
      // The daemon may still stop the shard of a processor that is to end: that goes first.
      isHeld: () => this.#retiring && !this.#shutdownRequested,
      limit: callLimit(options.timeoutMs, (error) => this.fail(this.handling, error)),
    });
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
    const action = this.#tasks.handling;
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
    this.#tasks.push(message);
    if (this.#retiring && this.#started) this.#listen(message, this.#started);
  }

  /** Whether the processor is to end, and what arrives is for the one that goes on with the shard. */
  get retiring(): boolean {
    return this.#retiring;
  }

  /**
   * Ends the processor, for another one to go on without the daemon's knowledge: after the call that runs it is asked to
   * shut down, and may checkpoint. Nothing is sent or handled any more then. Undefined if the shard is done with instead.
   */
  async retire(): Promise<HandOver | undefined> {
    this.#retiring = true;
    // A call that hangs may end the shard, or be left by the daemon.
    const over = this.outcome.then(() => undefined);
    await Promise.race([this.#tasks.running, over]);
    const [started, first] = [this.#started, this.#first];
    if (this.#over || this.#shutdownRequested) return over;
    this.#signal.abort('ShutdownRequested');
    const asked = started && first && shutDown(started, first, this.#options);
    const initialize = await Promise.race([asked, over]).catch((error: unknown) => {
      this.fail('shutdownRequested', error);
      return undefined;
    });
    if (this.over) return undefined;
    this.#over = true;
    return { initialize, unanswered: this.#unanswered };
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
      await within(this.#options.disconnectMs ?? 5_000, Promise.all([left, this.#tasks.running]));
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
    this.#started?.flush();
    this.#options.emit({ type: 'failed', ...this.shard, during, ...describeError(error) });
    this.#settle({ failed: true, error });
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
    if (task.action === 'shutdownRequested') {
      this.#shutdownRequested = true;
      this.#signal.abort('ShutdownRequested');
    }
    this.#listen(task, started);
    const running = started.calls.handle(task);
    if (running !== undefined || !started.checkpointer.idle) return this.#finishLater(running, task, started);
    this.#finish(task, started);
  }

  /** The daemon sent a message and waits for its status. */
  #listen({ action }: Task, { checkpointer }: StartedShard): void {
    if (action !== 'leaseLost') {
      checkpointer.listen();
      return;
    }
    this.#signal.abort('LeaseLost');
    checkpointer.end({ code: 'ShutdownException', message: 'the lease is lost' });
  }

  async #finishLater(
    running: void | Promise<void>,
    task: ShardMessage,
    started: StartedShard,
  ): Promise<void> {
    await running;
    await started.checkpointer.settle();
    this.#finish(task, started);
  }

  /** Answers. The calls that the processor made are settled by now. */
  #finish(task: ShardMessage, { calls, checkpointer, handled }: StartedShard): void {
    if (this.#over) return;
    if (this.#retiring && task.action === 'processRecords') {
      this.#unanswered = task.action;
      if (!calls.interrupted) handled(task);
      return;
    }
    checkpointer.stopListening();
    this.#options.send({ action: 'status', responseFor: task.action });
    if (task.action === 'processRecords') {
      task.release();
      if (!calls.interrupted) handled(task);
    } else if (task.action === 'shardEnded') {
      checkpointer.end({ code: 'ShutdownException', message: 'the shard has ended' });
      this.#signal.abort('ShardEnded');
      this.#end('shardEnded');
    } else if (task.action === 'leaseLost') {
      this.#end(this.#shutdownRequested ? 'shutdownRequested' : 'leaseLost');
    }
  }

  async #initialize(message: InitializeMessage): Promise<void> {
    const { shardId, sequenceNumber, subSequenceNumber, isAnswered } = message;
    this.#first = message;
    const { calls, shard } = (this.#started ??= this.#start({ shardId: shardId ?? unknownShard }));
    await calls.initialize({ ...shard, sequenceNumber, subSequenceNumber });
    if (!isAnswered) this.#answer('initialize');
    this.#options.emit({ type: 'initialized', ...shard, sequenceNumber });
  }

  #start(shard: Shard): StartedShard {
    return startShard({
      ...this.#options,
      shard,
      signal: this.#signal,
      timer: this.#timer,
      warn: this.#warn,
      send: (request) => {
        if (!this.#over) this.#options.send(request);
      },
      isRetiring: () => this.#retiring,
      inShardEnded: () => this.#tasks.handling === 'shardEnded',
    });
  }

  #answer(responseFor: string): void {
    if (!this.#over) this.#options.send({ action: 'status', responseFor });
  }

  #end(reason: EndedEvent['reason']): void {
    this.#over = true;
    if (this.#started) this.#options.emit(this.#started.end(reason));
  }

  readonly #warn = (message: string, error?: unknown): void => {
    const shardId = this.shard?.shardId ?? unknownShard;
    const stack = error === undefined ? {} : { stack: describeError(error).stack };
    this.#options.emit({ type: 'warning', shardId, message, ...stack });
  };
}

const unknownShard = 'unknown';
