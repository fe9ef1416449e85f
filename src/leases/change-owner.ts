import type { DynamoDBClient, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { Lease } from './list-leases.js';
import { holderOf } from './live-workers.js';

const ownedOutright = 'leaseOwner = :holder AND attribute_not_exists(checkpointOwner)';

export interface PassOptions {
  /** Only if it was not renewed since it was seen: its holder may be alive after all. */
  readonly unlessRenewed?: boolean;
}

/**
 * Gives a lease to another worker as the KCL's leader does (DynamoDBLeaseSerializer.getDynamoAssignLeaseUpdate, KCL
 * 3.1.3): its new owner finds it when it next looks for leases that bear its name; the counter goes up so that a late
 * renewal fails.
 *
 * @throws ConditionalCheckFailedException when the lease is no longer its holder's, or is being handed over
 */
export async function assignLease(
  dynamodb: DynamoDBClient,
  table: string,
  lease: Lease,
  heir: string,
  options: PassOptions = {},
): Promise<void> {
  const change = {
    UpdateExpression: 'SET leaseOwner = :heir ADD leaseCounter :one, ownerSwitchesSinceCheckpoint :one',
    ConditionExpression: ownedOutright,
    ExpressionAttributeValues: { ':heir': { S: heir } },
  };
  await update(dynamodb, table, lease, change, options);
}

/**
 * Gives up a lease as the KCL does (DynamoDBLeaseSerializer.getDynamoEvictLeaseUpdate, KCL 3.1.3): the owner goes, or,
 * while it is handed over, only the worker that hands it over.
 *
 * @throws ConditionalCheckFailedException when the lease is no longer its holder's
 */
export async function freeLease(
  dynamodb: DynamoDBClient,
  table: string,
  lease: Lease,
  options: PassOptions = {},
): Promise<void> {
  const handedOver = lease.handedOverBy !== undefined;
  const change = {
    UpdateExpression: `REMOVE ${handedOver ? 'checkpointOwner' : 'leaseOwner'} ADD leaseCounter :one`,
    ConditionExpression: handedOver ? 'checkpointOwner = :holder' : ownedOutright,
  };
  await update(dynamodb, table, lease, change, options);
}

interface Change extends Pick<UpdateItemCommandInput, 'ExpressionAttributeValues'> {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
}

async function update(
  dynamodb: DynamoDBClient,
  table: string,
  lease: Lease,
  { UpdateExpression, ConditionExpression, ExpressionAttributeValues }: Change,
  { unlessRenewed = false }: PassOptions,
): Promise<void> {
  const { UpdateItemCommand } = await import('@aws-sdk/client-dynamodb');
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { leaseKey: { S: lease.shardId } },
      UpdateExpression,
      ConditionExpression: unlessRenewed
        ? `${ConditionExpression} AND leaseCounter = :counter`
        : ConditionExpression,
      ExpressionAttributeValues: {
        ...ExpressionAttributeValues,
        ':one': { N: '1' },
        ':holder': { S: holderOf(lease) ?? '' },
        ...(unlessRenewed ? { ':counter': { N: String(lease.counter) } } : {}),
      },
    }),
  );
}
