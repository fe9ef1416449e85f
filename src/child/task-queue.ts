import type { MethodTimer } from './method-timer.js';
import type { IncomingMessage } from './messages.js';

/** A message that wants a status. */
export type Task = Exclude<IncomingMessage, { action: 'checkpoint' }>;

export interface TaskQueueOptions {
  readonly handle: (task: Task) => void | Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Set while a task runs. */
  readonly limit: MethodTimer | undefined;
  /** Whether what waits is not for this one any more. */
  readonly isHeld: () => boolean;
}

/** What the daemon asks of a shard's processor, one after the other. */
export class TaskQueue {
  readonly #options: TaskQueueOptions;
  readonly #waiting: Task[] = [];
  #handling: Task | undefined;
  #running: Promise<void> | undefined;

  constructor(options: TaskQueueOptions) {
    this.#options = options;
  }

  /** What runs. */
  get handling(): Task['action'] | undefined {
    return this.#handling?.action;
  }

  /** Settles when what runs is done. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  push(task: Task): void {
    this.#waiting.push(task);
    if (this.#handling === undefined) this.#handleWaiting();
  }

  /** Without a promise where the processor needs none. */
  #handleWaiting(): void {
    const { handle, onError, limit } = this.#options;
    for (let task = this.#next(); task !== undefined; task = this.#next()) {
      this.#handling = task;
      const running = handle(task);
      if (running !== undefined) {
        limit?.start(task.action);
        this.#running = running.catch(onError).then(() => {
          limit?.stop();
          this.#handling = undefined;
          this.#handleWaiting();
        });
        return;
      }
      this.#handling = undefined;
    }
  }

  #next(): Task | undefined {
    return this.#options.isHeld() ? undefined : this.#waiting.shift();
  }
}
