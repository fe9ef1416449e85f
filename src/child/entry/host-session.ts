import type { ChildOptions } from '../options.js';
import type { CreateProcessor } from '../load-processor.js';
import { decodeMessage } from '../protocol/decode.js';
import { encodeMessage } from '../protocol/encode.js';
import { LineSplitter } from '../protocol/line-splitter.js';
import { ShardSession } from '../session.js';
import { boundYoungGeneration, createCollector } from '../../own-memory.js';
import { readDescriptor } from './read-descriptor.js';
import { Trace } from './trace.js';
import { writeFully } from './write-fully.js';
import type { WriteReport } from './write-reports.js';

export interface Descriptors {
  readonly input: number;
  readonly output: number;
}

/** Connects a session to this process: its descriptors, its signals, its end. */
export function hostSession(
  createProcessor: CreateProcessor,
  { input, output }: Descriptors,
  options: ChildOptions,
  report: WriteReport,
): ShardSession {
  const trace = options.traceFile === undefined ? undefined : new Trace(options.traceFile);
  const session = new ShardSession({
    ...options,
    createProcessor,
    send(message) {
      const line = encodeMessage(message);
      trace?.line('out', line);
      writeFully(output, line);
    },
    emit(event) {
      report(event);
      // the answer to the daemon comes first
      if (event.type === 'initialized') setImmediate(boundYoungGeneration);
    },
  });
  const receive = (line: Buffer): void => {
    trace?.line('in', line.toString('utf8'));
    const message = decodeMessage(line, () => holdLine(line));
    if (message.action === 'initialize') trace?.useShard(message.shardId ?? 'unknown');
    session.receive(message);
  };
  const lines = new LineSplitter((line) => {
    try {
      receive(line);
    } catch (error) {
      session.fail('protocol', error);
    }
  });
  const collect = createCollector();
  const holdLine = (line: Buffer): (() => void) => {
    const giveBack = lines.hold();
    return () => {
      giveBack();
      collect(line.length);
    };
  };
  readDescriptor(input, {
    onBytes: (chunk) => lines.push(chunk),
    onEnd: () => void session.disconnect(),
  });
  endWithSession(session);
  return session;
}

/** The process ends with the session: 0 if the shard is done or the daemon gone, 1 after a failure. */
function endWithSession(session: ShardSession): void {
  // The daemon says when to stop; it gets the signals too (Ctrl-C goes to the whole group).
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.on('uncaughtException', (error) => {
    // a processor with a handler of its own has decided what becomes of strays
    if (process.listenerCount('uncaughtException') === 1) session.fail('background', error);
  });
  const exit = process.exit.bind(process);
  process.exit = (code) => {
    if (session.over) return exit(code);
    session.fail(session.handling, new Error(`the processor called process.exit(${code ?? ''})`));
    return exit(1);
  };
  void session.outcome.then(({ failed }) => exit(failed ? 1 : 0));
}
