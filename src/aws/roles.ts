import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

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
 * Releases the lock that makes a worker the leader: the item `Leader` with `ownerName` (CoordinatorState.LEADER_HASH_KEY;
 * the DynamoDB lock client deletes the item to release it, too). A leader that lives after all finds out when it next
 * asks or renews its lock, which the KCL does before each assignment (DynamoDBLockBasedLeaderDecider.isLeader, 3.1.3).
 *
 * Needs dynamodb:DeleteItem.
 *
 * @throws ConditionalCheckFailedException when it is not the leader
 */
export async function deleteLeadership(
  dynamodb: DynamoDBClient,
  table: string,
  workerId: string,
): Promise<true> {
  const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
  await dynamodb.send(
    new DeleteItemCommand({
      TableName: table,
      Key: { key: { S: 'Leader' } },
      ConditionExpression: 'ownerName = :worker',
      ExpressionAttributeValues: { ':worker': { S: workerId } },
    }),
  );
  return true;
}
