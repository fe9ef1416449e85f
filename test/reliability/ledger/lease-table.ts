import { setTimeout as sleep } from 'node:timers/promises';
import { GetItemCommand, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { listLeases } from '../../../src/leases/list-leases.js';
import type { Stored } from './verify.js';

/** Deals the leases out before the first start: without load the KCL would leave them all to the first worker. */
export async function dealLeases(
  dynamodb: DynamoDBClient,
  application: string,
  workers: readonly string[],
): Promise<void> {
  for (const [at, { shardId }] of (await listLeases(dynamodb, application)).entries()) {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: application,
        Key: { leaseKey: { S: shardId } },
        UpdateExpression: 'SET leaseOwner = :worker',
        ExpressionAttributeValues: { ':worker': { S: workers[at % workers.length] ?? '' } },
      }),
    );
  }
}

/** Looks at the checkpoints of an application five times a second, and resolves with each one that was new. */
export async function watchCheckpoints(
  dynamodb: DynamoDBClient,
  application: string,
  until: AbortSignal,
): Promise<Stored[]> {
  const stored: Stored[] = [];
  const last = new Map<string, string>();
  while (!until.aborted) {
    for (const { shardId, checkpoint, subSequenceNumber } of await listLeases(dynamodb, application)) {
      const now = `${checkpoint} ${subSequenceNumber}`;
      if (last.get(shardId) === now) continue;
      last.set(shardId, now);
      stored.push({ shardId, sequenceNumber: checkpoint, subSequenceNumber });
    }
    await sleep(200, undefined, { signal: until }).catch(() => undefined);
  }
  return stored;
}

/** The worker that hands out the leases: the owner of the lock `Leader` (KCL 3.1.3, CoordinatorState). */
export async function leaderOf(dynamodb: DynamoDBClient, application: string): Promise<string | undefined> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: `${application}-CoordinatorState`,
      Key: { key: { S: 'Leader' } },
      ConsistentRead: true,
    }),
  );
  return Item?.['ownerName']?.S;
}
