import type { AttributeValue, DynamoDBClient, ScanCommandInput } from '@aws-sdk/client-dynamodb';

/** The items of a table, page by page. Needs dynamodb:Scan. */
export async function* scan(
  dynamodb: DynamoDBClient,
  input: ScanCommandInput,
): AsyncGenerator<Record<string, AttributeValue>[]> {
  const { ScanCommand } = await import('@aws-sdk/client-dynamodb');
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await dynamodb.send(
      new ScanCommand(from === undefined ? input : { ...input, ExclusiveStartKey: from }),
    );
    yield page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
