import type { Readable } from 'node:stream';
import type { Environment } from '../context.js';
import { eachLine } from '../each-line.js';
import { sendSignal, start, type Ending } from '../processes.js';
import type { OutgoingMessage } from '../child/messages.js';
import { parseOutgoing } from './parse-outgoing.js';
import { MessageQueue } from './message-queue.js';
import type { Child } from './play-daemon.js';

export interface ChildProgram {
  /** As in the daemon's properties: split at blanks, without quoting. */
  readonly executableName: string;
  readonly env: Environment;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** Each line of stderr. */
  readonly onLine: (line: string) => void;
  /** A line of stdout that is no message: the daemon skips it. */
  readonly onNoise: (line: string) => void;
}

export interface ProgramExit {
  readonly ending: Exclude<Ending, { kind: 'spawn-failed' }>;
  /** It went on after its input had ended, and was killed. */
  readonly overran: boolean;
}

export interface RunningChild extends Child {
  /** For whoever has to hold them back; their lines are handed on by callbacks. */
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Writes as it is, for what the daemon would not do. */
  writeRaw(text: string): void;
  /** Closes the program's input and waits for its end and for all of its output; kills it when that takes longer. */
  end(withinMs?: number): Promise<ProgramExit>;
  /** Ends it and what it has started, at once. */
  kill(): void;
}

/** A processor has 5 s when the daemon goes away (SessionOptions.disconnectMs). */
const END_WITHIN_MS = 8_000;

/**
 * Starts a program as the daemon starts it (ProcessBuilder in MultiLangRecordProcessorFactory).
 *
 * @throws the system's error, from `end`, if it cannot be started.
 */
export function startChild({
  executableName,
  env,
  cwd,
  platform,
  onLine,
  onNoise,
}: ChildProgram): RunningChild {
  const [program = '', ...args] = executableName.trim().split(/ +/);
  // A group of its own, as java has: Ctrl-C is for the command, and what the program starts can be ended with it.
  const detached = platform !== 'win32';
  const { child, ending } = start(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'], detached });
  const ended = new AbortController();
  const messages = new MessageQueue<OutgoingMessage>();
  void eachLine(child.stderr, onLine);
  void eachLine(child.stdout, (line) => {
    const message = parseOutgoing(line);
    if (message) messages.push(message);
    else if (line !== '') onNoise(line);
  }).then(() => {
    messages.end();
    ended.abort();
  });
  // a program that ended does not read what is still written to it: its exit says so
  child.stdin.on('error', () => undefined);
  const kill = (): void => {
    child.kill('SIGKILL');
    if (detached && child.pid !== undefined) sendSignal(-child.pid, 'SIGKILL');
  };
  return {
    write: (line) => void child.stdin.write(`${line}\n`),
    writeRaw: (text) => void child.stdin.write(text),
    next: () => messages.next(),
    ended: ended.signal,
    stdout: child.stdout,
    stderr: child.stderr,
    async end(withinMs = END_WITHIN_MS) {
      child.stdin.end();
      let overran = false;
      const limit = setTimeout(() => {
        overran = true;
        kill();
      }, withinMs);
      const how = await ending;
      clearTimeout(limit);
      if (how.kind === 'spawn-failed') throw how.cause;
      return { ending: how, overran };
    },
    kill,
  };
}
