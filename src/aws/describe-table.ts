import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { foreignTable, type KclTable } from '../kcl/tables.js';

export interface TableSummary {
  /** ACTIVE, CREATING, UPDATING, DELETING … */
  readonly status: string;
  /** The attribute of its partition key. */
  readonly hashKey: string;
  /** That of its sort key: the KCL's tables have none. */
  readonly sortKey: string | undefined;
  /** Its indexes by name, each with its status. */
  readonly indexes: ReadonlyMap<string, string>;
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
    const indexes = Table?.GlobalSecondaryIndexes?.map(({ IndexName = '', IndexStatus = 'ACTIVE' }) => {
      return [IndexName, IndexStatus] as const;
    });
    return {
      status: Table?.TableStatus ?? 'ACTIVE',
      hashKey: key('HASH') ?? '',
      sortKey: key('RANGE'),
      indexes: new Map(indexes),
    };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/**
 * The same for a table of an application.
 *
 * @throws KclTsError CONFIG_INVALID when the table is there for something else
 */
export async function describeKclTable(
  dynamodb: DynamoDBClient,
  table: KclTable,
): Promise<TableSummary | undefined> {
  const found = await describeTable(dynamodb, table.name);
  const foreign = found && foreignTable(table, found);
  if (foreign) throw foreign;
  return found;
}
