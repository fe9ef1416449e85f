import {
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { dynamodbClient } from '../../src/aws/clients.js';
import { createTable } from '../../src/kcl/create-table.js';
import type { ApplicationTables } from '../../src/kcl/tables.js';
import { startStack } from '../../src/local/start-stack.js';

export interface Owners {
  readonly leaseOwner: string | undefined;
  readonly checkpointOwner: string | undefined;
}

/** The tables of some applications in an embedded DynamoDB, as the KCL makes and writes them. */
export interface LeaseTables {
  readonly endpoint: string;
  readonly dynamodb: DynamoDBClient;
  /** Writes a lease with these texts besides its key, checkpoint and counter. */
  putLease(
    application: string,
    shardId: string,
    more: Readonly<Record<string, string>>,
    counter?: number,
  ): Promise<void>;
  ownersOf(application: string, shardId: string): Promise<Owners>;
  /** A worker says now that it lives. */
  putReport(application: string, workerId: string): Promise<void>;
  hasReport(application: string, workerId: string): Promise<boolean>;
  /** The lease that a worker renews, by its report. */
  renewsOf(application: string, workerId: string): Promise<string | undefined>;
  stop(): Promise<void>;
}

export function tablesOf(application: string): ApplicationTables {
  return {
    lease: application,
    coordinatorState: `${application}-CoordinatorState`,
    workerMetrics: `${application}-WorkerMetricStats`,
  };
}

export async function startLeaseTables(...applications: readonly string[]): Promise<LeaseTables> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const tables = applications
    .map(tablesOf)
    .flatMap(({ lease, coordinatorState, workerMetrics }) => [
      createTable(lease, 'leaseKey'),
      createTable(coordinatorState, 'key'),
      createTable(workerMetrics, 'wid'),
    ]);
  const stack = await startStack({
    node: process.execPath,
    region: 'us-east-1',
    seed: tables.map((body) => ({ operation: 'CreateTable' as const, body })),
  });
  const endpoint = stack.dynamodbEndpoint;
  const dynamodb = await dynamodbClient({ region: 'us-east-1', endpoint, credentials });
  const put = async (TableName: string, Item: Record<string, AttributeValue>): Promise<void> => {
    await dynamodb.send(new PutItemCommand({ TableName, Item }));
  };
  const get = async (TableName: string, Key: Record<string, AttributeValue>) =>
    (await dynamodb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
  return {
    endpoint,
    dynamodb,
    async putLease(application, shardId, more, counter = 7) {
      const texts = Object.entries(more).map(([name, S]): [string, AttributeValue] => [name, { S }]);
      await put(application, {
        leaseKey: { S: shardId },
        checkpoint: { S: '4957' },
        leaseCounter: { N: String(counter) },
        ...Object.fromEntries(texts),
      });
    },
    async ownersOf(application, shardId) {
      const lease = await get(application, { leaseKey: { S: shardId } });
      return { leaseOwner: lease?.['leaseOwner']?.S, checkpointOwner: lease?.['checkpointOwner']?.S };
    },
    async putReport(application, workerId) {
      const { workerMetrics, coordinatorState } = tablesOf(application);
      const lut = { N: String(Math.floor(Date.now() / 1000)) };
      await put(workerMetrics, { wid: { S: workerId }, lut });
      await put(coordinatorState, { key: { S: 'Migration3.0' }, cv: { S: 'CLIENT_VERSION_3X' } });
    },
    async hasReport(application, workerId) {
      return (await get(tablesOf(application).workerMetrics, { wid: { S: workerId } })) !== undefined;
    },
    async renewsOf(application, workerId) {
      const report = await get(tablesOf(application).workerMetrics, { wid: { S: workerId } });
      return report?.['kclTsRenews']?.S;
    },
    async stop() {
      dynamodb.destroy();
      await stack.stop();
    },
  };
}
