import type { Context } from '../context.js';
import { checkShards } from './check-shards.js';
import { localSettings, type LocalSettings } from './local-environment.js';
import type { RecordSource } from '../records/open-records.js';
import { openLocalRecords } from './records/open-local-records.js';
import { putAllRecords } from './records/put-all-records.js';
import type { StartPosition } from '../kcl/start-position.js';
import { seedApplication, type TableNames } from './seed-application.js';
import { startStack, type Stack } from './start-stack.js';

export interface LocalStackOptions {
  readonly stream: string;
  readonly shards: number;
  readonly region: string;
  readonly application: string;
  /** The application's tables, where they have names of their own. */
  readonly tables?: TableNames;
  /** The worker that owns the leases from the start. */
  readonly workerId: string;
  readonly from: StartPosition;
  /** A file of records, `-` for standard input; a small sample if undefined. */
  readonly records: string | undefined;
  /** The node to run the servers with, such as `process.execPath`. */
  readonly node: string;
  readonly context: Pick<Context, 'cwd' | 'signal' | 'reporter'>;
}

export interface LocalStack extends LocalSettings {
  readonly kinesisEndpoint: string;
  readonly dynamodbEndpoint: string;
  /**
   * Resolves with the number of records put, when all are in the stream. Rejects with RECORDS_INVALID or
   * LOCAL_UNAVAILABLE; nothing is put before Kinesis answers.
   */
  readonly ready: Promise<number>;
  /** Puts further records and resolves with their number. */
  put(records: RecordSource['records']): Promise<number>;
  /** Resolves when the servers ended: with the reason unless they were told to. */
  readonly ended: Stack['ended'];
  stop(): Promise<void>;
  kill(): void;
}

/**
 * Starts Kinesis and DynamoDB on this machine for one run of a worker: the stream, the application's tables, a lease for
 * each shard, and records. Resolves as soon as java may be started, before the servers answer and before the records are
 * put; connections wait until they do.
 *
 * @throws KclTsError LOCAL_UNAVAILABLE, RECORDS_INVALID
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { region, application, tables, workerId, from, node, context } = options;
  const stream = { name: options.stream, shards: options.shards };
  const input = await openLocalRecords(options.records, context);
  const stack = await startStack({
    node,
    signal: context.signal,
    region,
    streams: [stream],
    seed: seedApplication({
      name: application,
      stream,
      from,
      workerId,
      ...(tables === undefined ? {} : { tables }),
    }),
  }).catch((error: unknown) => {
    input.close();
    throw error;
  });
  const put = (records: RecordSource['records']): Promise<number> =>
    putAllRecords(stack.kinesisEndpoint, stream, records);
  const ready = stack.ready
    .then(() => checkShards(stack.kinesisEndpoint, stream))
    .then(() => put(input.records));
  // Who asked for the stack awaits it; until then it is no unhandled rejection.
  ready.catch(() => undefined);
  return {
    ...stack,
    ...localSettings({ region, ...stack }),
    ready,
    put,
    stop: () => {
      input.close();
      return stack.stop();
    },
  };
}
