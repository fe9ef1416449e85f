import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KclTsError } from '../errors.js';
import type { ApplicationTables } from './live-workers.js';

export interface TableSummary {
  /** ACTIVE, CREATING, UPDATING, DELETING … */
  readonly status: string;
  /** The attribute of its partition key. */
  readonly hashKey: string;
  /** That of its sort key: the KCL's tables have none. */
  readonly sortKey: string | undefined;
}

/** What a table is, or undefined if there is none of that name. Needs dynamodb:DescribeTable. */
export async function describeTable(
  dynamodb: DynamoDBClient,
  table: string,
): Promise<TableSummary | undefined> {
  const { DescribeTableCommand, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
  try {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));
    const key = (type: string): string | undefined =>
      Table?.KeySchema?.find(({ KeyType }) => KeyType === type)?.AttributeName;
    return { status: Table?.TableStatus ?? 'ACTIVE', hashKey: key('HASH') ?? '', sortKey: key('RANGE') };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** A table that an application uses, and the key that the KCL gives it. */
export interface KclTable {
  readonly name: string;
  readonly key: string;
  /** The flag that gives it another name. */
  readonly flag: string;
}

/** The tables of an application (LeaseSerializer, CoordinatorState and WorkerMetricStats, KCL 3.1.3). */
export function kclTables({ lease, coordinatorState, workerMetrics }: ApplicationTables): KclTable[] {
  return [
    { name: lease, key: 'leaseKey', flag: '--table-name' },
    { name: coordinatorState, key: 'key', flag: '--coordinator-table-name' },
    { name: workerMetrics, key: 'wid', flag: '--worker-metrics-table-name' },
  ];
}

/** An error if the table is there for something else: every call of the KCL on it would fail, or damage it. */
export function foreignTable(
  { name, key, flag }: KclTable,
  { hashKey, sortKey }: Pick<TableSummary, 'hashKey' | 'sortKey'>,
): KclTsError | undefined {
  if (hashKey === key && sortKey === undefined) return undefined;
  const got = sortKey === undefined ? `'${hashKey}'` : `'${hashKey}' and '${sortKey}'`;
  return new KclTsError(
    'CONFIG_INVALID',
    `'${name}' is not a table of the KCL: its key is ${got}, expected '${key}'`,
    { hint: `choose another --app, or give the table another name with ${flag}` },
  );
}
