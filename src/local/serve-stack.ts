import type { Context } from '../context.js';
import { stackAsJson, stackAsShell } from './describe-stack.js';
import { openLocalRecords } from './records/open-local-records.js';
import { putAllRecords } from './records/put-all-records.js';
import { seedApplication } from './seed-application.js';
import type { LocalStream } from './stack-messages.js';
import { startStack } from './start-stack.js';
import { counted } from '../ui/counted.js';

export interface ServeOptions {
  readonly region: string;
  readonly streams: readonly LocalStream[];
  readonly applications: readonly { readonly name: string; readonly stream: LocalStream }[];
  /** A file of records for the first stream, or `-`; none if undefined. */
  readonly records: string | undefined;
  readonly kinesisPort: number;
  readonly dynamodbPort: number;
  readonly format: 'json' | 'shell';
  readonly node: string;
}

/**
 * Runs the embedded servers until `context.signal` is aborted, and prints to stdout where they are once they answer and
 * hold what they were given.
 *
 * @throws KclTsError LOCAL_UNAVAILABLE, RECORDS_INVALID
 */
export async function serveStack(
  options: ServeOptions,
  context: Pick<Context, 'cwd' | 'signal' | 'reporter' | 'stdout'>,
): Promise<void> {
  const { region, streams, applications, records, kinesisPort, dynamodbPort, node } = options;
  const { signal } = context;
  const input = records === undefined ? undefined : await openLocalRecords(records, context);
  const stopped = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  try {
    const stack = await startStack({
      node,
      signal,
      region,
      streams,
      kinesisPort,
      dynamodbPort,
      seed: applications.flatMap(({ name, stream }) =>
        seedApplication({ name, stream, from: 'TRIM_HORIZON' }),
      ),
    });
    try {
      const serve = async (): Promise<void> => {
        await stack.ready;
        const [first] = streams;
        if (input && first) {
          const count = await putAllRecords(stack.kinesisEndpoint, first, input.records);
          context.reporter.info(`${counted(count, 'record')} put into ${first.name}`);
        }
        const description = {
          ...stack,
          region,
          streams,
          applications: applications.map(({ name, stream }) => ({ name, stream: stream.name })),
        };
        context.stdout.write(
          options.format === 'json' ? stackAsJson(description) : stackAsShell(description),
        );
        context.reporter.info('Running until stopped: Ctrl-C ends it, and all it holds is gone.');
        const failure = await stack.ended;
        if (failure) throw failure;
      };
      await Promise.race([serve(), stopped]);
    } finally {
      await stack.stop();
    }
  } catch (error) {
    // What was stopped while it started fails in all kinds of ways.
    if (!signal.aborted) throw error;
  } finally {
    input?.close();
  }
}
