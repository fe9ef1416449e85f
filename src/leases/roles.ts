import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { WATCHES } from './live-workers.js';

/**
 * Deletes the row by which a worker counts as alive (WorkerMetricStats, `wid`), so that nobody gives it leases any more.
 * While it runs it writes the row again every half minute. Resolves to whether there was one.
 *
 * Needs dynamodb:DeleteItem.
 *
 * @param unlessNewer only if it has not reported again since this time, in seconds since 1970 (`lut`)
 * @throws ConditionalCheckFailedException when it has
 */
export async function deleteReport(
  dynamodb: DynamoDBClient,
  table: string,
  workerId: string,
  unlessNewer?: number,
): Promise<boolean> {
  const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
  const { Attributes } = await dynamodb.send(
    new DeleteItemCommand({
      TableName: table,
      Key: { wid: { S: workerId } },
      ReturnValues: 'ALL_OLD',
      ...(unlessNewer === undefined
        ? {}
        : {
            ConditionExpression: 'lut <= :seen',
            ExpressionAttributeValues: { ':seen': { N: String(unlessNewer) } },
          }),
    }),
  );
  return Attributes !== undefined;
}

/**
 * Marks a worker's report: it watches over the others, and renews this lease. The KCL keeps the marks when it writes the
 * report again, for it updates only its own attributes (WorkerMetricStatsDAO.updateMetrics), and reads past them.
 *
 * Needs dynamodb:UpdateItem.
 *
 * @param renews a lease that its java has and renews (witness.ts), if there is one
 * @throws ConditionalCheckFailedException when it has not reported
 */
export async function markReport(
  dynamodb: DynamoDBClient,
  table: string,
  workerId: string,
  renews: string | undefined,
): Promise<true> {
  const { UpdateItemCommand } = await import('@aws-sdk/client-dynamodb');
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { wid: { S: workerId } },
      UpdateExpression: `SET kclTs = :watches${renews === undefined ? ' REMOVE kclTsRenews' : ', kclTsRenews = :renews'}`,
      ConditionExpression: 'attribute_exists(wid)',
      ExpressionAttributeValues: {
        ':watches': { S: WATCHES },
        ...(renews === undefined ? {} : { ':renews': { S: renews } }),
      },
    }),
  );
  return true;
}

/**
 * Releases the lock that makes a worker the leader: the item `Leader` with `ownerName` (CoordinatorState.LEADER_HASH_KEY;
 * the DynamoDB lock client deletes the item to release it, too). A leader that lives after all finds out with its next
 * heartbeat, up to 30 s later: until then the lock client answers from memory, and two workers may both take themselves
 * for the leader. Their writes are conditional, so that only costs time.
 *
 * Needs dynamodb:DeleteItem.
 *
 * @param version only if it had no heartbeat since it was seen with this one (`recordVersionNumber`)
 * @throws ConditionalCheckFailedException when it is not the leader, or had a heartbeat
 */
export async function deleteLeadership(
  dynamodb: DynamoDBClient,
  table: string,
  workerId: string,
  version?: string,
): Promise<true> {
  const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
  await dynamodb.send(
    new DeleteItemCommand({
      TableName: table,
      Key: { key: { S: 'Leader' } },
      ConditionExpression:
        version === undefined
          ? 'ownerName = :worker'
          : 'ownerName = :worker AND recordVersionNumber = :version',
      ExpressionAttributeValues: {
        ':worker': { S: workerId },
        ...(version === undefined ? {} : { ':version': { S: version } }),
      },
    }),
  );
  return true;
}
