import type { ChildProcess } from 'node:child_process';
import { KclTsError } from '../errors.js';
import { ownFile } from '../own-files.js';
import { howItEnded, start, type Ending } from '../processes.js';
import { requireOptionalPackages } from './optional-packages.js';
import { isStackMessage, type StackMessage, type StartMessage } from './stack-messages.js';

/** Empty, and on ports that are free, unless more is said. */
export interface StackOptions extends Pick<StartMessage, 'region'>, Partial<Omit<StartMessage, 'region'>> {
  /** The node to run it with, such as `process.execPath`. */
  readonly node: string;
  /** Aborting it while the servers start ends them. */
  readonly signal?: AbortSignal;
}

export interface Stack {
  readonly kinesisEndpoint: string;
  readonly dynamodbEndpoint: string;
  /** Resolves when both answer; until then their connections wait. */
  readonly ready: Promise<unknown>;
  /** Resolves when the servers ended, with what went wrong unless they were told to. */
  readonly ended: Promise<KclTsError | undefined>;
  /** Ends the servers and waits until they are gone. All they hold is in memory. */
  stop(): Promise<void>;
  /** The same, at once and without waiting: for exit handlers. */
  kill(): void;
}

const entry = ownFile('dist/local/entry/stack.js');

/**
 * Starts Kinesis (kinesis-local) and DynamoDB (dynalite) on 127.0.0.1, in one process that ends with this one, also
 * when this one is killed. Resolves as soon as their ports take connections.
 *
 * @throws KclTsError LOCAL_UNAVAILABLE
 */
export async function startStack({ node, signal, ...options }: StackOptions): Promise<Stack> {
  const message: StartMessage = { streams: [], kinesisPort: 0, dynamodbPort: 0, seed: [], ...options };
  requireOptionalPackages();
  signal?.throwIfAborted();
  const { child, ending } = start(node, [entry], {
    // A session of its own: the terminal's Ctrl-C is for the command, which then stops what it started in its order.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const servers = follow(child, ending);
  const kill = (): void => void child.kill('SIGKILL');
  const stop = async (): Promise<void> => {
    kill();
    await servers.ended;
  };
  signal?.addEventListener('abort', kill, { once: true });
  try {
    child.send(message);
    const { kinesisPort, dynamodbPort } = await servers.listening;
    return {
      kinesisEndpoint: `http://127.0.0.1:${kinesisPort}`,
      dynamodbEndpoint: `http://127.0.0.1:${dynamodbPort}`,
      ready: servers.ready,
      ended: servers.ended,
      stop,
      kill,
    };
  } catch (error) {
    await stop();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', kill);
  }
}

type Message<Kind extends StackMessage['kind']> = Extract<StackMessage, { kind: Kind }>;

interface Servers {
  readonly listening: Promise<Message<'listening'>>;
  readonly ready: Promise<unknown>;
  readonly ended: Promise<KclTsError | undefined>;
}

/** Turns what the process says, and how it ends, into promises. A rejected one is nobody's unhandled rejection. */
function follow(child: ChildProcess, ending: Promise<Ending>): Servers {
  let said = '';
  let failure: string | undefined;
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (said = (said + chunk).slice(-2_000)));
  child.on('message', (message) => {
    if (isStackMessage(message) && message.kind === 'failed') failure = message.message;
  });
  const ended = ending.then((how) =>
    child.killed ? undefined : unavailable(failure ?? `their process ${howItEnded(how)}`, said),
  );
  const told = <Kind extends StackMessage['kind']>(kind: Kind): Promise<Message<Kind>> => {
    const promise = new Promise<Message<Kind>>((resolve, reject) => {
      child.on('message', (message) => {
        if (isStackMessage(message) && message.kind === kind) resolve(message as Message<Kind>);
      });
      void ended.then((error) => reject(error ?? unavailable('they were stopped')));
    });
    promise.catch(() => undefined);
    return promise;
  };
  return { listening: told('listening'), ready: told('ready'), ended };
}

function unavailable(message: string, said = ''): KclTsError {
  return new KclTsError('LOCAL_UNAVAILABLE', `the embedded Kinesis and DynamoDB failed: ${message}`, {
    details: said.trim(),
    hint: 'npm ls kinesis-local dynalite shows whether both are whole; their ports must be free if you chose them',
  });
}
