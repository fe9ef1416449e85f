import type { DynamoDBClient, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { awsErrorName } from './aws-error.js';
import { listLeases, type Lease } from './leases.js';

export interface ReleaseRequest {
  readonly dynamodb: DynamoDBClient;
  /** Their names: CollectedProperties.tables. */
  readonly tables: {
    readonly lease: string;
    readonly coordinatorState: string;
    readonly workerMetrics: string;
  };
  /** A worker that has ended: whatever still bears its name is given back. */
  readonly workerId: string;
}

export interface Released {
  /** The shards whose leases have no owner now, or the one that they were being handed to. */
  readonly shards: readonly string[];
  readonly workerMetrics: boolean;
  readonly leadership: boolean;
  /** What could not be given back, such as for want of a permission. It expires by itself. */
  readonly failures: readonly unknown[];
}

/**
 * Gives back what a worker leaves behind when it has ended, so that others need not wait until it expires: its leases,
 * its row among the live workers, and its leadership. Each write is conditional on the worker's name still being
 * there, so nothing that another worker has taken meanwhile is touched. Checkpoints are not written.
 *
 * Needs dynamodb:Scan and dynamodb:UpdateItem on the lease table, dynamodb:DeleteItem on the other two.
 */
export async function releaseWorker({ dynamodb, tables, workerId }: ReleaseRequest): Promise<Released> {
  const failures: unknown[] = [];
  const attempt = async (action: () => Promise<boolean>): Promise<boolean> => {
    try {
      return await action();
    } catch (error) {
      // Another worker has it by now, or it was never there.
      if (awsErrorName(error) === 'ConditionalCheckFailedException') return false;
      failures.push(error);
      return false;
    }
  };
  // The leases last: whoever is told of them should find neither a dead worker nor a dead leader.
  const [workerMetrics, leadership] = await Promise.all([
    attempt(() => deleteWorkerMetrics(dynamodb, tables.workerMetrics, workerId)),
    attempt(() => deleteLeadership(dynamodb, tables.coordinatorState, workerId)),
  ]);
  const shards: string[] = [];
  await attempt(async () => {
    const leases = await listLeases(dynamodb, tables.lease);
    const own = leases.filter((lease) => holder(lease) === workerId);
    await Promise.all(
      own.map(async (lease) => {
        if (await attempt(() => release(dynamodb, tables.lease, lease))) shards.push(lease.shardId);
      }),
    );
    return true;
  });
  return { shards: shards.sort(), workerMetrics, leadership, failures };
}

/** Who processes the shard: while a lease is handed over that is still the worker that hands it over. */
function holder({ handedOverBy, owner }: Lease): string | undefined {
  return handedOverBy ?? owner;
}

/**
 * As the KCL itself gives up a lease (DynamoDBLeaseSerializer.getDynamoEvictLeaseUpdate): the owner goes, or, while it
 * is handed over, only the worker that hands it over; the counter goes up so that a late renewal fails.
 */
async function release(dynamodb: DynamoDBClient, table: string, lease: Lease): Promise<boolean> {
  const { UpdateItemCommand } = await import('@aws-sdk/client-dynamodb');
  const handedOver = lease.handedOverBy !== undefined;
  const input: UpdateItemCommandInput = {
    TableName: table,
    Key: { leaseKey: { S: lease.shardId } },
    UpdateExpression: `REMOVE ${handedOver ? 'checkpointOwner' : 'leaseOwner'} ADD leaseCounter :one`,
    ConditionExpression: handedOver
      ? 'checkpointOwner = :worker'
      : 'leaseOwner = :worker AND attribute_not_exists(checkpointOwner)',
    ExpressionAttributeValues: { ':one': { N: '1' }, ':worker': { S: holder(lease) ?? '' } },
  };
  await dynamodb.send(new UpdateItemCommand(input));
  return true;
}

/** The row by which a worker counts as alive (WorkerMetricStats, `wid`). */
async function deleteWorkerMetrics(
  dynamodb: DynamoDBClient,
  table: string,
  workerId: string,
): Promise<boolean> {
  const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
  const { Attributes } = await dynamodb.send(
    new DeleteItemCommand({ TableName: table, Key: { wid: { S: workerId } }, ReturnValues: 'ALL_OLD' }),
  );
  return Attributes !== undefined;
}

/**
 * The lock that makes a worker the leader: the item `Leader` with `ownerName` (CoordinatorState.LEADER_HASH_KEY, and the
 * DynamoDB lock client, which deletes the item to release it).
 */
async function deleteLeadership(dynamodb: DynamoDBClient, table: string, workerId: string): Promise<boolean> {
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
