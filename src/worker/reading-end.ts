import { dynamodbClient, kinesisClient } from '../aws/clients.js';
import { listLeases } from '../aws/leases.js';
import { createRenewalWatch, isNothingLeft } from '../aws/nothing-left.js';
import { listShards } from '../aws/shards.js';
import type { LocalStack } from '../local/start-local-stack.js';
import { awsSettings } from './aws-settings.js';
import type { WorkerSettings } from './settings.js';

/** Asks Kinesis and the lease table whether the shards that have caught up are all there is to wait for. */
export function readingEnd(
  settings: WorkerSettings,
  local: LocalStack | undefined,
): (caughtUp: ReadonlySet<string>) => Promise<boolean> {
  const { stream, workerId, aws } = settings;
  const where = awsSettings(settings, local);
  const renewedByOthers = createRenewalWatch(workerId);
  return async (caughtUp) => {
    const [kinesis, dynamodb] = await Promise.all([
      kinesisClient(where.kinesis),
      dynamodbClient(where.dynamodb),
    ]);
    try {
      const [shards, leases] = await Promise.all([
        listShards(kinesis, stream),
        listLeases(dynamodb, aws.tables.lease),
      ]);
      return isNothingLeft({ shards, leases, caughtUp, elsewhere: renewedByOthers(leases) });
    } finally {
      kinesis.destroy();
      dynamodb.destroy();
    }
  };
}
