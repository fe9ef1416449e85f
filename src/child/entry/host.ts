import { boundYoungGeneration, createCollector } from '../../own-memory.js';
import { endsWhenIdle } from '../../processor/aws-kcl/from-aws-kcl.js';
import { CheckpointError } from '../../processor/checkpoint-error.js';
import { currentShard } from '../shard-context.js';
import { serveShard, type ServedShard, type ServeOptions } from './serve-shard.js';
import type { CreateProcessor } from '../load-processor.js';
import type { WatchStop } from '../shard-signal.js';
import type { Reports } from './write-reports.js';

/** How long the end of the process may wait for whoever does not read. */
const flushMs = 5_000;

/** How long what a processor has begun may go on when its shard is done, where its process ends when nothing is left. */
const idleMs = 5_000;

/**
 * What a process has once, however many shards it serves: its signals, its uncaught errors, its heap and its end. It
 * ends with its last shard: with 0 if all of them are done or their daemon is gone, with 1 after a failure.
 */
export class Host {
  readonly #reports: Reports;
  readonly #watchStop: WatchStop;
  readonly #exit = process.exit.bind(process);
  readonly #collect = createCollector();
  readonly #shards = new Set<ServedShard>();
  #failed = false;
  #endsWhenIdle = false;

  constructor(reports: Reports, watchStop: WatchStop = () => () => undefined) {
    this.#reports = reports;
    this.#watchStop = watchStop;
    // The daemon says when to stop; it gets the signals too (Ctrl-C goes to the whole group).
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
    process.on('uncaughtException', (error) => {
      // a processor with a handler of its own has decided what becomes of strays
      if (process.listenerCount('uncaughtException') === 1) this.#failOwner(error);
    });
    process.exit = (code) => this.#exitEarly(code);
  }

  serve(shard: Omit<ServeOptions, 'report' | 'watchStop' | 'onHandled'>): ServedShard {
    const served = serveShard({
      ...shard,
      createProcessor: this.#noting(shard.createProcessor),
      report: (event) => {
        this.#reports.send(event);
        // the answer to the daemon comes first
        if (event.type === 'initialized') setImmediate(boundYoungGeneration);
      },
      watchStop: this.#watchStop,
      onHandled: this.#collect,
    });
    this.#shards.add(served);
    void served.done.then(({ failed }) => {
      this.#failed ||= failed;
      this.#shards.delete(served);
      if (this.#shards.size > 0) return;
      if (this.#failed || !this.#endsWhenIdle) this.#end(this.#failed ? 1 : 0);
      // without a call of exit, node ends the process when nothing is left to wait for
      else setTimeout(() => this.#end(0), idleMs).unref();
    });
    return served;
  }

  #noting(create: CreateProcessor): CreateProcessor {
    return async (shard) => {
      const processor = await create(shard);
      this.#endsWhenIdle ||= endsWhenIdle in processor;
      return processor;
    };
  }

  /** An error that nobody waits for is its shard's, if the context or the error tells which; else it is everybody's. */
  #failOwner(error: unknown): void {
    const owner = error instanceof CheckpointError ? error : currentShard();
    for (const { session } of this.#shards) {
      if (owner === undefined || owner.shardId === session.shard?.shardId) session.fail('background', error);
    }
  }

  /** What the processor calls as `process.exit`: a failure of its shard and the end of all that are not done. */
  #exitEarly(code: Parameters<typeof process.exit>[0]): never {
    const unfinished = [...this.#shards].filter(({ session }) => !session.over);
    const error = new Error(`the processor called process.exit(${code ?? ''})`);
    for (const { session } of unfinished) session.fail(session.handling, error);
    return this.#end(unfinished.length > 0 ? 1 : code);
  }

  #end(code: Parameters<typeof process.exit>[0]): never {
    for (const shard of this.#shards) shard.flush(flushMs);
    this.#reports.flush(flushMs);
    return this.#exit(code);
  }
}
