import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { scan } from '../aws/scan.js';

/**
 * The rows by which workers that start together see each other. They are in the coordinator's table, where the KCL takes a
 * row that it does not know for one without a meaning (CoordinatorStateDAO.fromDynamoRecord, 3.1.3 and 3.5.1). A row of
 * this kind among the workers' metrics would count as a worker that lives.
 */
const PREFIX = 'kcl-ts starting: ';

/** A start takes no longer: a row that is older is of a worker that was killed. */
const LONGEST_START_MS = 60_000;

/** The clocks of two machines do not differ by more: then nobody starts by this row any more, and it can go. */
const LEFT_BEHIND_MS = 3_600_000;

/** Lets the others see that this worker starts. Needs dynamodb:PutItem on the coordinator's table. */
export async function announceStart(
  dynamodb: DynamoDBClient,
  table: string,
  workerId: string,
  wallClockMs: number,
): Promise<void> {
  const { PutItemCommand } = await import('@aws-sdk/client-dynamodb');
  const Item = { key: { S: `${PREFIX}${workerId}` }, at: { N: String(wallClockMs) } };
  await dynamodb.send(new PutItemCommand({ TableName: table, Item }));
}

/** Ends that. Needs dynamodb:DeleteItem on the coordinator's table. */
export async function withdrawStart(
  dynamodb: DynamoDBClient,
  table: string,
  workerId: string,
): Promise<void> {
  const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb');
  await dynamodb.send(
    new DeleteItemCommand({ TableName: table, Key: { key: { S: `${PREFIX}${workerId}` } } }),
  );
}

export interface CoordinatorState {
  /** The workers that start just now. */
  readonly starters: readonly string[];
  /** Workers whose start was long ago, and that were killed before they could say that it is over. */
  readonly leftBehind: readonly string[];
  /** How the application assigns its leases (MigrationState); undefined in one that no worker of KCL 3 has run. */
  readonly migration: Record<string, AttributeValue> | undefined;
}

/** All that a start must know of the coordinator's table, in one read. Needs dynamodb:Scan. */
export async function readCoordinatorState(
  dynamodb: DynamoDBClient,
  table: string,
  wallClockMs: number,
): Promise<CoordinatorState> {
  const starters: string[] = [];
  const leftBehind: string[] = [];
  let migration: Record<string, AttributeValue> | undefined;
  for await (const items of scan(dynamodb, { TableName: table, ConsistentRead: true })) {
    for (const item of items) {
      const key = item['key']?.S ?? '';
      if (key === 'Migration3.0') migration = item;
      if (!key.startsWith(PREFIX)) continue;
      const ageMs = Math.abs(wallClockMs - Number(item['at']?.N ?? 0));
      if (ageMs <= LONGEST_START_MS) starters.push(key.slice(PREFIX.length));
      else if (ageMs > LEFT_BEHIND_MS) leftBehind.push(key.slice(PREFIX.length));
    }
  }
  return { starters, leftBehind, migration };
}
