import { decodeMessage, encodeMessage } from '../codec.js';
import type { ChildEvent } from '../event.js';
import type { CreateProcessor } from '../load-processor.js';
import type { ChildOptions } from '../options.js';
import type { HandOver } from '../hand-over.js';
import type { OutgoingMessage } from '../messages.js';
import { Pipe, type Descriptors } from '../pipe.js';
import { ShardSession } from '../session.js';
import type { SessionOutcome } from '../session-options.js';
import type { WatchStop } from '../shard-signal.js';
import type { FindTelemetry } from '../telemetry/telemetry.js';
import { Trace } from './trace.js';

export interface ServeOptions {
  readonly createProcessor: CreateProcessor;
  readonly descriptors: Descriptors;
  readonly options: ChildOptions;
  readonly report: (event: ChildEvent) => void;
  readonly watchStop: WatchStop;
  readonly telemetry: FindTelemetry;
  /** Called with the length of each line of records that is handled. */
  readonly onHandled: (lineLength: number) => void;
  /** Of the processor that had the shard before, if the daemon knows nothing of the change. */
  readonly takeOver?: TakeOver | undefined;
}

/** What goes from a processor to the next one of its shard. */
export interface TakeOver {
  readonly initialize: HandOver['initialize'];
  /** A line of the daemon's that waits for the next one. */
  readonly pending: string | undefined;
}

export interface ServedShard {
  readonly session: ShardSession;
  /** Settles once the shard is done with and what it said has got through. Its pipe is closed then. */
  readonly done: Promise<SessionOutcome>;
  /**
   * Ends the processor and lets go of the daemon, which goes on waiting.
   *
   * @returns undefined if the shard is done with instead
   */
  retire(): Promise<TakeOver | undefined>;
  /** Writes what still waits, for a process that ends. Blocks the thread. */
  flush(withinMs: number): void;
}

/** How long a daemon that does not read may keep a shard that is done from being closed. */
const closeMs = 5_000;

/** Serves the daemon for one shard. Touches nothing that other shards of the process have a share in. */
export function serveShard(serve: ServeOptions): ServedShard {
  const { createProcessor, descriptors, options, report, watchStop, telemetry, onHandled, takeOver } = serve;
  const trace = options.traceFile === undefined ? undefined : new Trace(options.traceFile);
  let pending: string | undefined;
  const send = (message: OutgoingMessage): void => {
    const line = encodeMessage(message);
    trace?.line('out', line);
    pipe.write(line);
  };
  const id = sessionId();
  const emit = (event: ChildEvent): void => report(isOfProcessor(event) ? { ...event, session: id } : event);
  const session = new ShardSession({ ...options, createProcessor, watchStop, telemetry, send, emit });
  const hold = (lineLength: number): (() => void) => {
    const giveBack = pipe.hold();
    return () => {
      giveBack();
      onHandled(lineLength);
    };
  };
  const receive = (line: Buffer): void => {
    trace?.line('in', line.toString('utf8'));
    const message = decodeMessage(line, () => hold(line.length));
    if (session.retiring && message.action !== 'checkpoint') pending = line.toString('utf8');
    if (message.action === 'initialize') trace?.useShard(message.shardId ?? 'unknown');
    session.receive(message);
  };
  const begin = (first: NonNullable<HandOver['initialize']>): void => {
    trace?.useShard(first.shardId ?? 'unknown');
    session.receive({ action: 'initialize', ...first, isAnswered: true });
  };
  const pipe = new Pipe(descriptors, {
    onLine(line) {
      try {
        receive(line);
      } catch (error) {
        session.fail('protocol', error);
      }
    },
    onEnd: () => void session.disconnect(),
  });
  const done = session.outcome.then(async (outcome) => {
    await pipe.close(closeMs);
    return outcome;
  });
  if (takeOver?.initialize) begin(takeOver.initialize);
  if (takeOver?.pending !== undefined) receive(Buffer.from(takeOver.pending));
  return {
    session,
    done,
    flush: (withinMs) => pipe.flush(withinMs),
    async retire() {
      const handOver = await session.retire();
      if (!handOver) return undefined;
      // The daemon's next line is not for this one: nothing is read from before it may write it.
      pipe.stopReading();
      if (handOver.unanswered) send({ action: 'status', responseFor: handOver.unanswered });
      await done;
      return { initialize: handOver.initialize, pending };
    },
  };
}

function isOfProcessor(event: ChildEvent): event is Extract<ChildEvent, { session?: string }> {
  return event.type === 'initialized' || event.type === 'progress' || event.type === 'ended';
}

/** Not from node:crypto: loading that takes a tenth of the time in which a shard's process starts. */
function sessionId(): string {
  return Math.random().toString(36).slice(2, 12);
}
