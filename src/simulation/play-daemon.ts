import { setImmediate } from 'node:timers';
import type { CheckpointRequest, OutgoingMessage } from '../child/messages.js';
import type { SequencePosition } from '../processor/sequence.js';
import type { Injection } from './injection.js';
import { Lease, type CheckpointAttempt } from './lease.js';
import type { PlayResult } from './play-result.js';
import type { ShardRecord } from './shard-records.js';

/** The other end of the protocol: a session in this process, or a program. */
export interface Child {
  /** Writes one line, without its end. */
  write(line: string): void;
  /** The next message of the child; undefined if there will be none. */
  next(): Promise<OutgoingMessage | undefined>;
  /** Aborted when there will be none: nobody waits for further records then. */
  readonly ended?: AbortSignal;
}

export interface Play {
  readonly shardId: string;
  readonly batches: AsyncIterable<readonly ShardRecord[]>;
  readonly startAfter?: SequencePosition | undefined;
  readonly injections: readonly Injection[];
  readonly onCheckpoint: (attempt: CheckpointAttempt) => void;
  /** Does what kcl-ts does when the worker is to stop: fires the processor's signal. */
  readonly tellStop: () => void;
  /** The worker is asked to stop: after the batch that is being processed, without waiting for the next. */
  readonly stop?: AbortSignal;
}

/** Does for one shard what the MultiLangDaemon does: messages in its order, and its answers to checkpoint requests. */
export async function playDaemon(child: Child, play: Play): Promise<PlayResult> {
  const stage = new Stage(child, play);
  const end = (await stage.run()) ?? 'failed';
  return { end, batches: stage.batches, records: stage.records, checkpoint: stage.lease.checkpoint };
}

type End = Exclude<PlayResult['end'], 'failed'>;

/** Messages with a lease of which a checkpoint can be asked (MultiLangProtocol gives the others no checkpointer). */
const withCheckpointer = ['processRecords', 'shutdownRequested', 'shardEnded'];

class Stage {
  readonly lease: Lease;
  batches = 0;
  records = 0;
  readonly #child: Child;
  readonly #play: Play;

  constructor(child: Child, play: Play) {
    this.#child = child;
    this.#play = play;
    this.lease = new Lease(play.startAfter);
  }

  /** Undefined as soon as the child has not answered as it should. */
  async run(): Promise<End | undefined> {
    const { shardId, startAfter } = this.#play;
    const { sequenceNumber = 'TRIM_HORIZON', subSequenceNumber = 0 } = startAfter ?? {};
    if (!(await this.#call('initialize', { shardId, sequenceNumber, subSequenceNumber }))) return undefined;
    for await (const { records, isLast } of withLast(untilAborted(this.#play.batches, this.#noMore()))) {
      if (!(await this.#deliver(records, isLast))) return undefined;
      const end = this.#injectedEnd(this.batches) ?? (this.#play.stop?.aborted ? 'shutdown' : undefined);
      if (end) return this.#end(end);
    }
    this.#throttle(undefined);
    return this.#end(this.#injectedEnd(undefined) ?? 'shutdown');
  }

  #noMore(): AbortSignal {
    return AbortSignal.any([this.#play.stop, this.#child.ended].filter((signal) => signal !== undefined));
  }

  async #deliver(records: readonly ShardRecord[], isLast: boolean): Promise<boolean> {
    this.batches++;
    this.records += records.length;
    this.lease.deliver(records.at(-1));
    this.#throttle(this.batches);
    if (this.#injectedEnd(this.batches) === 'lease-lost') this.lease.take();
    if (this.#play.injections.some(({ what, batch }) => what === 'stop' && batch === this.batches)) {
      setImmediate(this.#play.tellStop);
    }
    return this.#call('processRecords', { records, millisBehindLatest: isLast ? 0 : 1000 });
  }

  async #end(end: End): Promise<End | undefined> {
    if (end === 'shard-end') {
      this.lease.endShard();
      return (await this.#call('shardEnded')) ? end : undefined;
    }
    if (end === 'shutdown' && !(await this.#call('shutdownRequested'))) return undefined;
    return (await this.#call('leaseLost')) ? end : undefined;
  }

  /** Sends a message and serves checkpoint requests until its status. */
  async #call(action: string, fields: object = {}): Promise<boolean> {
    this.#child.write(JSON.stringify({ action, ...fields }));
    for (;;) {
      const message = await this.#child.next();
      if (message === undefined) return false;
      if (message.action === 'status') return message.responseFor === action;
      this.#answer(message, action);
    }
  }

  #answer(request: CheckpointRequest, action: string): void {
    const { sequenceNumber = null, subSequenceNumber = null } = request;
    const attempt = withCheckpointer.includes(action)
      ? this.lease.ask(request)
      : { position: undefined, error: 'InvalidStateException' };
    this.#play.onCheckpoint(attempt);
    const { error } = attempt;
    this.#child.write(JSON.stringify({ action: 'checkpoint', sequenceNumber, subSequenceNumber, error }));
  }

  #throttle(batch: number | undefined): void {
    for (const injection of this.#play.injections) {
      if (injection.what === 'throttle' && injection.batch === batch) this.lease.throttle();
    }
  }

  #injectedEnd(batch: number | undefined): End | undefined {
    for (const { what, batch: at } of this.#play.injections) {
      if (what !== 'throttle' && at === batch) return what === 'stop' ? 'shutdown' : what;
    }
    return undefined;
  }
}

/** What is still to come may never come: whoever owns the source closes it. */
async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  for (;;) {
    const next = await Promise.race([aborted, iterator.next()]);
    if (next === undefined || next.done === true) return;
    yield next.value;
  }
}

/** Tells which is the last one before it is used. */
async function* withLast<T>(items: AsyncIterable<T>): AsyncGenerator<{ records: T; isLast: boolean }> {
  let held: { item: T } | undefined;
  for await (const item of items) {
    if (held) yield { records: held.item, isLast: false };
    held = { item };
  }
  if (held) yield { records: held.item, isLast: true };
}
