import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { dynamodbClient, kinesisClient } from '../aws/clients.js';
import { awsSettings } from './aws-settings.js';
import type { WorkerSettings } from './settings.js';

export interface AwsClients {
  readonly dynamodb: () => Promise<DynamoDBClient>;
  readonly kinesis: () => Promise<KinesisClient>;
  readonly close: () => Promise<void>;
}

/** How kcl-ts itself calls AWS for a worker, each client made when it is first needed. */
export function awsClients(settings: Pick<WorkerSettings, 'region' | 'aws' | 'properties'>): AwsClients {
  const { dynamodb, kinesis } = awsSettings(settings, undefined);
  let forTables: Promise<DynamoDBClient> | undefined;
  let forShards: Promise<KinesisClient> | undefined;
  return {
    dynamodb: () => (forTables ??= dynamodbClient({ ...dynamodb, attempts: 2 })),
    kinesis: () => (forShards ??= kinesisClient({ ...kinesis, attempts: 2 })),
    async close() {
      (await forTables)?.destroy();
      (await forShards)?.destroy();
    },
  };
}
