import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsErrorName } from '../../aws/aws-error.js';

/** A row of the lease table, in DynamoDB's own form. */
export type Row = Record<string, AttributeValue>;

/** What is to become of one lease. */
export interface LeaseEdit {
  readonly shardId: string;
  /** The row as it was seen; undefined for a lease that is not there. */
  readonly before: Row | undefined;
  /** Undefined for a lease that is to go. */
  readonly after: Row | undefined;
}

/**
 * Carries out edits one by one, each only if the lease is still as it was seen. The counter goes up, so that a worker
 * that still has the lease in mind loses it at its next renewal.
 *
 * Needs dynamodb:PutItem and dynamodb:DeleteItem.
 *
 * @returns the shards whose leases somebody has changed meanwhile: nothing was written for them
 */
export async function applyEdits(
  dynamodb: DynamoDBClient,
  table: string,
  edits: readonly LeaseEdit[],
): Promise<string[]> {
  const { DeleteItemCommand, PutItemCommand } = await import('@aws-sdk/client-dynamodb');
  const changed: string[] = [];
  for (const { shardId, before, after } of edits) {
    const condition = asSeen(before);
    try {
      if (after === undefined) {
        const Key = { leaseKey: { S: shardId } };
        await dynamodb.send(new DeleteItemCommand({ TableName: table, Key, ...condition }));
      } else {
        const Item = { ...after, leaseCounter: { N: nextCounter(before, after) } };
        await dynamodb.send(new PutItemCommand({ TableName: table, Item, ...condition }));
      }
    } catch (error) {
      if (awsErrorName(error) !== 'ConditionalCheckFailedException') throw error;
      changed.push(shardId);
    }
  }
  return changed;
}

interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues?: Row;
}

function asSeen(before: Row | undefined): Condition {
  if (before === undefined) return { ConditionExpression: 'attribute_not_exists(leaseKey)' };
  const { leaseCounter, checkpoint = { S: '' } } = before;
  const isUnchanged = 'checkpoint = :checkpoint';
  if (leaseCounter === undefined) {
    return {
      ConditionExpression: `attribute_not_exists(leaseCounter) AND ${isUnchanged}`,
      ExpressionAttributeValues: { ':checkpoint': checkpoint },
    };
  }
  return {
    ConditionExpression: `leaseCounter = :counter AND ${isUnchanged}`,
    ExpressionAttributeValues: { ':counter': leaseCounter, ':checkpoint': checkpoint },
  };
}

function nextCounter(before: Row | undefined, after: Row): string {
  const seen = [before, after].map((row) => Number(row?.['leaseCounter']?.N ?? 0));
  return before === undefined ? String(seen[1]) : String(Math.max(...seen) + 1);
}

/** The lease without its owner: whoever looks for leases may take it. */
export function withoutOwner(row: Row): Row {
  return without(row, ['leaseOwner', 'checkpointOwner']);
}

/** The lease at another checkpoint, and without what was begun beyond the one before (a prepared checkpoint). */
export function atCheckpoint(row: Row, { checkpoint, subSequenceNumber }: Checkpoint): Row {
  return {
    ...without(row, ['pendingCheckpoint', 'pendingCheckpointSubSequenceNumber', 'pendingCheckpointState']),
    checkpoint: { S: checkpoint },
    checkpointSubSequenceNumber: { N: String(subSequenceNumber) },
    ownerSwitchesSinceCheckpoint: { N: '0' },
  };
}

export function without(row: Row, attributes: readonly string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !attributes.includes(name)));
}

/** How far a shard is read, as a lease says it. */
export interface Checkpoint {
  /** A sequence number, or TRIM_HORIZON, LATEST, SHARD_END. */
  readonly checkpoint: string;
  /**
   * Of the record that was read last, of those that the KPL put into one. -1 for none of them: the daemon begins at the
   * record of the checkpoint and passes over what is not greater (ProcessTask.filterAndGetMaxExtendedSequenceNumber,
   * KCL 3.1.3), so that record comes first.
   */
  readonly subSequenceNumber: number;
}
