import { onTestFinished } from 'vitest';
import type { StartPosition } from '../../src/kcl/start-position.js';
import { seedApplication } from '../../src/local/seed-application.js';
import { startStack, type Stack } from '../../src/local/start-stack.js';

export interface StackRequest {
  readonly stream?: string;
  readonly shards?: number;
  /** One or several applications with leases that belong to this worker, so that they start in seconds. */
  readonly application?: string | readonly string[];
  readonly workerId?: string;
  readonly from?: StartPosition;
}

/** The embedded Kinesis and DynamoDB with one stream, stopped when the test ends. */
export async function embeddedStack(request: StackRequest = {}): Promise<Stack> {
  const { stream = 'words', shards = 4, application, workerId, from = 'TRIM_HORIZON' } = request;
  const local = { name: stream, shards };
  const stack = await startStack({
    node: process.execPath,
    region: 'us-east-1',
    streams: [local],
    seed: [application ?? []]
      .flat()
      .flatMap((name) =>
        seedApplication({ name, stream: local, from, ...(workerId === undefined ? {} : { workerId }) }),
      ),
  });
  onTestFinished(() => stack.stop());
  await stack.ready;
  return stack;
}

/** Environment and flags that point a worker at a stack. */
export function against(stack: Pick<Stack, 'kinesisEndpoint' | 'dynamodbEndpoint'>): {
  env: Record<string, string>;
  flags: string[];
} {
  return {
    env: { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' },
    flags: [
      ...['--kinesis-endpoint', stack.kinesisEndpoint, '--dynamodb-endpoint', stack.dynamodbEndpoint],
      ...['--metrics', 'none', '--failover-time', '1s', '--set', 'shardSyncIntervalMillis=1000'],
    ],
  };
}
