import { boundYoungGeneration, createCollector } from '../../own-memory.js';
import { endsWhenIdle } from '../../processor/aws-kcl/from-aws-kcl.js';
import { CheckpointError } from '../../processor/checkpoint-error.js';
import { describeError } from '../describe-error.js';
import type { ShardSession } from '../session.js';
import { currentShard } from '../shard-context.js';
import { serveShard, type ServedShard, type ServeOptions } from './serve-shard.js';
import type { CreateProcessor } from '../load-processor.js';
import type { WatchStop } from '../shard-signal.js';
import type { FindTelemetry } from '../telemetry/telemetry.js';
import type { Reports } from './write-reports.js';

/** How long the end of the process may wait for whoever does not read. */
const flushMs = 5_000;

/** How long what a processor has begun may go on when its shard is done, where its process ends when nothing is left. */
const idleMs = 5_000;

export interface HostOptions {
  /** Tells when the worker is to stop. @default nobody tells */
  readonly watchStop?: WatchStop;
  /** Whether the process goes on when it has no shard. @default false */
  readonly staysWithoutShards?: boolean;
  /** @default there is none */
  readonly telemetry?: FindTelemetry;
}

/**
 * What a process has once, however many shards it serves: its signals, its uncaught errors, its heap and its end. It
 * ends with its last shard, unless it is to stay: with 0 if all of them are done or their daemon is gone, with 1 after a failure.
 */
export class Host {
  readonly #reports: Reports;
  readonly #watchStop: WatchStop;
  readonly #stays: boolean;
  readonly #telemetry: FindTelemetry;
  readonly #exit = process.exit.bind(process);
  readonly #collect = createCollector();
  readonly #shards = new Set<ServedShard>();
  #failed = false;
  #endsWhenIdle = false;
  #handledBytes = 0;

  constructor(
    reports: Reports,
    { watchStop = unwatched, staysWithoutShards = false, telemetry = () => undefined }: HostOptions = {},
  ) {
    this.#reports = reports;
    this.#watchStop = watchStop;
    this.#stays = staysWithoutShards;
    this.#telemetry = telemetry;
    // The daemon says when to stop; it gets the signals too (Ctrl-C goes to the whole group).
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
    process.on('uncaughtException', (error) => {
      // a processor with a handler of its own has decided what becomes of strays
      if (process.listenerCount('uncaughtException') === 1) this.#failOwner(error);
    });
    process.exit = (code) => this.#exitEarly(code);
  }

  serve(shard: Omit<ServeOptions, 'report' | 'watchStop' | 'telemetry' | 'onHandled'>): ServedShard {
    const served = serveShard({
      ...shard,
      createProcessor: this.#noting(shard.createProcessor),
      report: (event) => {
        this.#reports.send(event);
        // the answer to the daemon comes first
        if (event.type === 'initialized') setImmediate(boundYoungGeneration);
      },
      watchStop: this.#watchStop,
      telemetry: this.#telemetry,
      onHandled: (bytes) => {
        this.#handledBytes += bytes;
        this.#collect(bytes);
      },
    });
    this.#shards.add(served);
    void served.done.then(async ({ failed }) => {
      this.#failed ||= failed;
      this.#shards.delete(served);
      await this.#tellEnd(served);
      if (this.#shards.size > 0 || this.#stays) return;
      if (this.#failed || !this.#endsWhenIdle) this.end(this.#failed ? 1 : 0);
      // without a call of exit, node ends the process when nothing is left to wait for
      else setTimeout(() => this.end(0), idleMs).unref();
    });
    return served;
  }

  async #tellEnd({ session: { shard } }: ServedShard): Promise<void> {
    const telemetry = this.#telemetry();
    if (shard) telemetry?.leave(shard.shardId);
    // a process without shards may be ended at any time
    if (this.#shards.size === 0) await telemetry?.flush();
  }

  #noting(create: CreateProcessor): CreateProcessor {
    return async (shard) => {
      const processor = await create(shard);
      this.#endsWhenIdle ||= endsWhenIdle in processor;
      return processor;
    };
  }

  /** The length of all lines of records that were handled since it was asked last. */
  takeHandledBytes(): number {
    const bytes = this.#handledBytes;
    this.#handledBytes = 0;
    return bytes;
  }

  /** Ends the process, once what its shards and their reports have to say is out. */
  end(code: Parameters<typeof process.exit>[0]): never {
    for (const shard of this.#shards) shard.flush(flushMs);
    this.#reports.flush(flushMs);
    return this.#exit(code);
  }

  /**
   * An error that nobody waits for is its shard's, if the context or the error tells which. If neither does it may be
   * any shard's, and none of them may checkpoint what it has perhaps not done.
   */
  #failOwner(error: unknown): void {
    const owner = error instanceof CheckpointError ? error : currentShard();
    const shards = this.#unfinished;
    const [session] = owner ? shards.filter(({ shard }) => shard?.shardId === owner.shardId) : shards;
    if (session && (owner || shards.length === 1)) session.fail('background', error);
    else if (!owner && shards.length > 1) this.#failTogether(error);
  }

  /** What the processor calls as `process.exit`: a failure of its shard and the end of all that are not done. */
  #exitEarly(code: Parameters<typeof process.exit>[0]): never {
    const shards = this.#unfinished;
    if (shards.length === 0) return this.end(code);
    const error = new Error(`the processor called process.exit(${code ?? ''})`);
    const owner = shards.find(({ shard }) => shard && shard.shardId === currentShard()?.shardId);
    if (!owner && shards.length > 1) return this.#failTogether(error);
    const session = owner ?? shards[0];
    session?.fail(session.handling, error);
    return this.end(1);
  }

  #failTogether(error: unknown): never {
    const shardIds = this.#unfinished.flatMap(({ shard }) => shard?.shardId ?? []);
    this.#reports.send({ type: 'failed', shardIds, during: 'background', ...describeError(error) });
    return this.end(1);
  }

  get #unfinished(): ShardSession[] {
    return [...this.#shards].map(({ session }) => session).filter(({ over }) => !over);
  }
}

const unwatched: WatchStop = () => () => undefined;
