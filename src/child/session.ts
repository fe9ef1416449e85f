import { setTimeout as sleep } from 'node:timers/promises';
import { callMethod, isLeaseTaken } from './call-method.js';
import type { ChildEvent, EndedEvent, FailedDuring } from './event.js';
import type { ChildOptions, ErrorPolicy } from './options.js';
import { describeError } from './describe-error.js';
import type { CreateProcessor } from './load-processor.js';
import { ProgressReporter } from './progress-reporter.js';
import {
  ProtocolError,
  type IncomingMessage,
  type InitializeMessage,
  type OutgoingMessage,
  type ProcessRecordsMessage,
  type UnknownMessage,
} from './protocol/messages.js';
import type { RecordProcessor, Shard } from '../processor/record-processor.js';
import { ShardCheckpointer } from './shard-checkpointer.js';
import { shardContext } from './shard-context.js';
import { ShardLedger } from './shard-ledger.js';
import { TimeoutError } from './timeout-error.js';
import { Watchdog } from './method-timer.js';

export interface SessionOptions extends ChildOptions {
  readonly createProcessor: CreateProcessor;
  readonly send: (message: OutgoingMessage) => void;
  readonly emit: (event: ChildEvent) => void;
  /** Milliseconds between warnings about a method that has not settled. Default 60,000. */
  readonly watchdogMs?: number;
  /** How long the processor may take when the daemon is gone, in milliseconds. Default 5,000. */
  readonly disconnectMs?: number;
}

/** After a failure the process ends without another answer: that is how the daemon learns of it. */
export type SessionOutcome = { readonly failed: false } | { readonly failed: true; readonly error: unknown };

/** A message that wants a status. */
type Task = Exclude<IncomingMessage, { action: 'checkpoint' }>;

/** One that only makes sense once the shard has a processor. */
type ShardTask = Exclude<Task, InitializeMessage | UnknownMessage>;

/** What exists from `initialize` on. */
interface Started {
  readonly shard: Shard;
  readonly processor: RecordProcessor;
  readonly checkpointer: ShardCheckpointer;
}

/**
 * One shard's side of the protocol: takes the daemon's messages in order, calls the processor, answers. It knows
 * neither the process nor its streams, so that one process may hold several.
 */
export class ShardSession {
  /** Settles when the shard is done with. */
  readonly outcome: Promise<SessionOutcome>;
  readonly #options: SessionOptions;
  readonly #progress: ProgressReporter;
  readonly #watchdog: Watchdog;
  readonly #limit: Watchdog | undefined;
  readonly #waiting: Task[] = [];
  #handling: Task | undefined;
  /** Settles when what is being handled is done. */
  #running: Promise<void> | undefined;
  #started: Started | undefined;
  #shard: Shard | undefined;
  readonly #ledger = new ShardLedger();
  #shutdownRequested = false;
  /** Nothing is answered any more. */
  #over = false;
  #settle: (outcome: SessionOutcome) => void = () => undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#progress = new ProgressReporter(options.emit);
    this.#watchdog = new Watchdog(options.watchdogMs ?? 60_000, (method, seconds) => {
      this.#warn(`${method} has not finished for ${seconds} s; the shard waits for it`);
    });
    const { timeoutMs } = options;
    if (timeoutMs !== undefined)
      this.#limit = new Watchdog(timeoutMs, () => this.fail(this.handling, new TimeoutError(timeoutMs)));
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
  }

  /** Whether the process may end without a loss: the shard ended, or its failure was reported. */
  get over(): boolean {
    return this.#over;
  }

  /** What runs, for a failure that is reported from outside. */
  get handling(): FailedDuring {
    const action = this.#handling?.action;
    return action === undefined || action === 'unknown' ? 'background' : action;
  }

  receive(message: IncomingMessage): void {
    if (this.#over) return;
    if (message.action === 'checkpoint') {
      if (this.#started?.checkpointer.receive(message) !== true) {
        this.#warn('the daemon answered a checkpoint that nobody asked for; ignored');
      }
      return;
    }
    this.#waiting.push(message);
    if (this.#handling === undefined) this.#handleWaiting();
  }

  /** The daemon closed its end. Settles the outcome once the processor is done with it too, or has had its time. */
  async disconnect(): Promise<void> {
    if (!this.#over) {
      const started = this.#started;
      this.#end(this.#shutdownRequested ? 'shutdownRequested' : 'eof');
      started?.checkpointer.end({ code: 'Disconnected', message: 'the daemon went away' });
      const left = started && !this.#shutdownRequested ? this.#callOnDisconnect(started) : undefined;
      const limit = new AbortController();
      await Promise.race([
        Promise.all([left, this.#running]),
        sleep(this.#options.disconnectMs ?? 5_000, undefined, { signal: limit.signal }).catch(
          () => undefined,
        ),
      ]);
      limit.abort();
    }
    this.#settle({ failed: false });
  }

  /** Reports a failure, once. A lost lease that nobody caught is none. */
  fail(during: FailedDuring, error: unknown): void {
    if (this.#shard && isLeaseTaken(error, this.#shard.shardId)) {
      this.#warn('a checkpoint failed because another worker took the shard over', error);
      return;
    }
    if (this.#over) return;
    this.#over = true;
    this.#options.emit({ type: 'failed', ...this.#shard, during, ...describeError(error) });
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
    if (task.action === 'leaseLost') {
      checkpointer.end({ code: 'ShutdownException', message: 'the lease is lost' });
    } else {
      checkpointer.listen();
    }
    const running = this.#callProcessor(task, started);
    if (running !== undefined || !checkpointer.idle) return this.#finishLater(running, task, started);
    this.#finish(task, started);
  }

  async #finishLater(running: void | Promise<void>, task: ShardTask, started: Started): Promise<void> {
    await running;
    await started.checkpointer.settle();
    this.#finish(task, started);
  }

  /** Answers. The calls that the processor made are settled by now. */
  #finish(task: ShardTask, { shard, checkpointer }: Started): void {
    if (this.#over) return;
    checkpointer.stopListening();
    this.#options.send({ action: 'status', responseFor: task.action });
    if (task.action === 'processRecords') {
      task.release();
      this.#reportHandled(task, shard);
    } else if (task.action === 'shardEnded') {
      checkpointer.end({ code: 'ShutdownException', message: 'the shard has ended' });
      this.#end('shardEnded');
    } else if (task.action === 'leaseLost') {
      this.#end(this.#shutdownRequested ? 'shutdownRequested' : 'leaseLost');
    }
  }

  async #initialize({ shardId: id, sequenceNumber, subSequenceNumber }: InitializeMessage): Promise<void> {
    const shardId = id ?? unknownShard;
    const shard = (this.#shard = { shardId });
    const { onError } = this.#options;
    let processor: RecordProcessor | undefined;
    // a processor that never got ready cannot go on with the next batch: here, skip means fail
    await this.#call(onError === 'skip' ? 'fail' : onError, shard, async () => {
      processor ??= await this.#options.createProcessor(shard);
      this.#started ??= { shard, processor, checkpointer: this.#createCheckpointer(shardId) };
      await processor.initialize?.({ shardId, sequenceNumber, subSequenceNumber });
    });
    this.#answer('initialize');
    this.#options.emit({ type: 'initialized', shardId, sequenceNumber });
  }

  #callProcessor(task: ShardTask, { shard, processor, checkpointer }: Started): void | Promise<void> {
    const { onError, deliverEmptyBatches } = this.#options;
    switch (task.action) {
      case 'processRecords': {
        const { records, millisBehindLatest } = task;
        if (records.length === 0 && !deliverEmptyBatches) return;
        this.#ledger.deliver(records);
        this.#reportBegin(task, shard);
        return this.#call(onError, shard, () =>
          processor.processRecords({ records, millisBehindLatest, checkpointer }),
        );
      }
      case 'leaseLost':
        return this.#call(onError, shard, () => processor.leaseLost?.({}));
      case 'shutdownRequested':
        this.#shutdownRequested = true;
        return this.#call(onError, shard, () => processor.shutdownRequested?.({ checkpointer }));
      case 'shardEnded':
        return this.#endShard({ shard, processor, checkpointer });
    }
  }

  async #endShard({ shard, processor, checkpointer }: Started): Promise<void> {
    const { onError } = this.#options;
    await this.#call(onError, shard, () => processor.shardEnded?.({ checkpointer }));
    await checkpointer.settle();
    if (this.#ledger.shardEndAcknowledged || processor.checkpointAtShardEnd === false) return;
    await this.#call(onError, shard, () => checkpointer.checkpoint());
  }

  #call(onError: ErrorPolicy, shard: Shard, run: () => void | PromiseLike<void>): void | Promise<void> {
    const { shardId } = shard;
    const call = { method: this.handling, shardId, onError, watchdog: this.#watchdog, warn: this.#warn };
    return shardContext.run(shard, callMethod, call, run);
  }

  #createCheckpointer(shardId: string): ShardCheckpointer {
    return new ShardCheckpointer({
      shardId,
      send: (request) => {
        if (!this.#over) this.#options.send(request);
      },
      onAcknowledged: (request) => this.#ledger.acknowledge(request, this.#handling?.action === 'shardEnded'),
    });
  }

  #reportBegin({ records, millisBehindLatest }: ProcessRecordsMessage, { shardId }: Shard): void {
    if (!this.#options.reportProgress || records.length === 0) return;
    this.#progress.begin({ shardId, millisBehindLatest, records: this.#ledger.handled });
  }

  #reportHandled({ records, millisBehindLatest }: ProcessRecordsMessage, { shardId }: Shard): void {
    this.#ledger.handle(records);
    if (!this.#options.reportProgress) return;
    this.#progress.handled({ shardId, millisBehindLatest, records: this.#ledger.handled });
  }

  async #callOnDisconnect({ shard, processor }: Started): Promise<void> {
    try {
      await shardContext.run(shard, async () => processor.onDisconnect?.());
    } catch (error) {
      this.#warn('onDisconnect failed', error);
    }
  }

  #answer(responseFor: string): void {
    if (!this.#over) this.#options.send({ action: 'status', responseFor });
  }

  #end(reason: EndedEvent['reason']): void {
    this.#over = true;
    if (this.#shard) this.#options.emit(this.#ledger.ended(this.#shard, reason));
  }

  readonly #warn = (message: string, error?: unknown): void => {
    const shardId = this.#shard?.shardId ?? unknownShard;
    const stack = error === undefined ? {} : { stack: describeError(error).stack };
    this.#options.emit({ type: 'warning', shardId, message, ...stack });
  };
}

const unknownShard = 'unknown';
