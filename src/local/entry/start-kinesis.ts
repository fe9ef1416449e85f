import { get } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { LocalStream, StartMessage } from '../stack-messages.js';
import type { KinesisPort, KinesisThreadData } from './kinesis-thread.js';
import { loopback } from './loopback.js';

/** What the package is told; it is never bound (kinesis-thread.ts). */
const nominalPorts = { plain: 4568, tls: 4567 };

export interface RunningKinesis {
  readonly port: number;
  /** Resolves when it answers. */
  readonly ready: Promise<void>;
}

/** Starts kinesis-local in a thread. Resolves when its port takes connections, which then wait for it. */
export async function startKinesis(
  { kinesisPort, region, streams }: StartMessage,
  fail: (error: Error) => void,
): Promise<RunningKinesis> {
  const data: KinesisThreadData = { port: kinesisPort, plainPort: nominalPorts.plain };
  const thread = new Worker(new URL('kinesis-thread.js', import.meta.url), {
    workerData: data,
    env: environment(region, streams),
    stdout: true,
    stderr: true,
  });
  const said = lastOutput(thread.stdout, thread.stderr);
  thread.once('error', fail);
  thread.once('exit', () => fail(new Error(`kinesis-local ended: ${said()}`)));
  const port = await new Promise<number>((resolve) => {
    thread.once('message', (message: KinesisPort) => resolve(message.port));
  });
  return { port, ready: firstAnswer(port) };
}

/** The package's variables (its README, 0.6.2). */
function environment(region: string, streams: readonly LocalStream[]): Record<string, string> {
  const folder = dirname(createRequire(import.meta.url).resolve('kinesis-local'));
  const shards = streams.reduce((sum, stream) => sum + stream.shards, 0);
  const nodeOptions = process.env['NODE_OPTIONS'];
  return {
    // Yarn's Plug'n'Play finds packages only where it is preloaded, in a thread as in a process.
    ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions }),
    KINESIS_MOCK_PLAIN_PORT: String(nominalPorts.plain),
    KINESIS_MOCK_TLS_PORT: String(nominalPorts.tls),
    // Without it the package looks for the file in the working directory and ends.
    KINESIS_MOCK_CERT_PATH: join(folder, 'server.json'),
    AWS_REGION: region,
    AWS_ACCOUNT_ID: '000000000000',
    LOG_LEVEL: 'ERROR',
    ROOT_LOG_LEVEL: 'ERROR',
    // A stream takes 500 ms to become active unless told otherwise, and the start waits for that twice.
    CREATE_STREAM_DURATION: '1ms',
    SHARD_LIMIT: String(Math.max(500, 2 * shards)),
    ...(streams.length === 0
      ? {}
      : { INITIALIZE_STREAMS: streams.map(({ name, shards }) => `${name}:${shards}:${region}`).join(',') }),
  };
}

/**
 * Any answer will do: the connection waits until the server reads it. If there is none the thread has ended, which says
 * so itself.
 */
function firstAnswer(port: number): Promise<void> {
  return new Promise((resolve) => {
    get(`http://${loopback}:${port}/healthcheck`, (response) => {
      response.resume().once('end', resolve);
    }).once('error', () => undefined);
  });
}

function lastOutput(...streams: readonly Readable[]): () => string {
  let text = '';
  for (const stream of streams) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (text = (text + chunk).slice(-2_000)));
  }
  return () => text.trim() || 'without a word';
}
