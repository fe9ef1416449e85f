import type { Readable } from 'node:stream';
import { eachLine } from '../each-line.js';
import { parseDaemonLine, type DaemonLine } from './daemon-line.js';
import { loggers } from '../kcl/loggers.js';
import { createEchoFilter } from './echo-filter.js';
import { followPosition } from './log-position.js';

/** What java and its children print, taken apart. */
export interface DaemonOutputListener {
  /** An event of the daemon's own log. */
  daemon(line: DaemonLine): void;
  /** A line that a shard's child wrote on stderr, or on stdout when it was ending. */
  child(shardId: string, line: string, timestamp: Date): void;
  /** A line of the JVM itself: a thread dump, an out-of-memory message, a stack trace of the start. */
  jvm(line: string): void;
}

/** Reads both streams of a daemon to their end; resolves once every line was handed on. */
export async function readDaemonOutput(
  { stdout, stderr }: { readonly stdout: Readable; readonly stderr: Readable },
  listener: DaemonOutputListener,
): Promise<void> {
  const echo = createEchoFilter((line) => listener.jvm(line), followPosition(stdout));
  const ends = [
    eachLine(stdout, (line) => {
      const parsed = parseDaemonLine(line);
      if (parsed === undefined) {
        if (line !== '') listener.jvm(line);
        return;
      }
      const child = childLine(parsed);
      if (child === undefined) {
        listener.daemon(parsed);
        return;
      }
      if (parsed.logger === loggers.childStderr) echo.logged(child.line);
      listener.child(child.shardId, child.line, parsed.timestamp);
    }),
    eachLine(stderr, (line) => echo.raw(line)),
  ];
  await Promise.all(ends);
  echo.flush();
}

/** DrainChildSTDERRTask logs (line, shard), DrainChildSTDOUTTask (shard, line); KCL 3.1.3. */
function childLine({ logger, arguments: args }: DaemonLine): { shardId: string; line: string } | undefined {
  const [first, second] = args;
  if (first === undefined || second === undefined) return undefined;
  if (logger === loggers.childStderr) return { line: first, shardId: second };
  if (logger === loggers.childStdout) return { line: second, shardId: first };
  return undefined;
}
