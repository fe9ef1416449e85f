import { decodeMessage, encodeMessage } from '../codec.js';
import type { ChildEvent } from '../event.js';
import type { CreateProcessor } from '../load-processor.js';
import type { ChildOptions } from '../options.js';
import { Pipe, type Descriptors } from '../pipe.js';
import { ShardSession, type SessionOutcome } from '../session.js';
import type { WatchStop } from '../shard-signal.js';
import { Trace } from './trace.js';

export interface ServeOptions {
  readonly createProcessor: CreateProcessor;
  readonly descriptors: Descriptors;
  readonly options: ChildOptions;
  readonly report: (event: ChildEvent) => void;
  readonly watchStop: WatchStop;
  /** Called with the length of each line of records that is handled. */
  readonly onHandled: (lineLength: number) => void;
}

export interface ServedShard {
  readonly session: ShardSession;
  /** Settles once the shard is done with and what it said has got through. Its pipe is closed then. */
  readonly done: Promise<SessionOutcome>;
  /** Writes what still waits, for a process that ends. Blocks the thread. */
  flush(withinMs: number): void;
}

/** How long a daemon that does not read may keep a shard that is done from being closed. */
const closeMs = 5_000;

/** Serves the daemon for one shard. Touches nothing that other shards of the process have a share in. */
export function serveShard(serve: ServeOptions): ServedShard {
  const { createProcessor, descriptors, options, report, watchStop, onHandled } = serve;
  const trace = options.traceFile === undefined ? undefined : new Trace(options.traceFile);
  const session = new ShardSession({
    ...options,
    createProcessor,
    watchStop,
    send(message) {
      const line = encodeMessage(message);
      trace?.line('out', line);
      pipe.write(line);
    },
    emit: report,
  });
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
    if (message.action === 'initialize') trace?.useShard(message.shardId ?? 'unknown');
    session.receive(message);
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
  return { session, done, flush: (withinMs) => pipe.flush(withinMs) };
}
