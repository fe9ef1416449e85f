import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbAt, kinesisAt } from '../../support/aws.js';
import type { Stack } from '../../../src/local/start-stack.js';
import { against, embeddedStack } from '../../support/embedded-stack.js';
import { dealLeases, watchCheckpoints } from '../ledger/lease-table.js';
import { produce } from '../produce.js';
import { startApplication, type TestApplication } from './start-application.js';

export interface LoadedApplication {
  readonly app: TestApplication;
  readonly stack: Stack;
  readonly dynamodb: DynamoDBClient;
  /** Ends the load. Resolves to what was produced. */
  endLoad(): ReturnType<typeof produce>;
  /** The checkpoints that were seen until the load ended. */
  readonly stored: ReturnType<typeof watchCheckpoints>;
}

export interface LoadRequest {
  readonly name: string;
  readonly shards: number;
  /** Those that hold the leases at first. Nobody does when there are none. */
  readonly workers: readonly string[];
  readonly failoverTime: string;
}

/** An application on the embedded stack, none of whose workers runs yet, while 100 records a second come. */
export async function applicationUnderLoad(request: LoadRequest): Promise<LoadedApplication> {
  const { name, shards, workers, failoverTime } = request;
  const stack = await embeddedStack({ shards, application: name });
  const { env, flags } = against(stack);
  const dynamodb = dynamodbAt(stack.dynamodbEndpoint);
  const done = new AbortController();
  const stored = watchCheckpoints(dynamodb, name, done.signal);
  const producing = produce(kinesisAt(stack.kinesisEndpoint), {
    stream: 'words',
    until: done.signal,
    perSecond: 100,
    partitionKeys: 512,
    bytes: 256,
  });
  if (workers.length > 0) await dealLeases(dynamodb, name, workers);
  const app = await startApplication({ name, env, flags: [...flags, '--failover-time', failoverTime] });
  return {
    app,
    stack,
    dynamodb,
    stored,
    endLoad() {
      done.abort();
      return producing;
    },
  };
}
