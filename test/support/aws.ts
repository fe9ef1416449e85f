import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { onTestFinished } from 'vitest';

const account = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** kinesis-local speaks HTTP/1.1 on its plain port; the client's default is HTTP/2. */
export function kinesisAt(endpoint: string): KinesisClient {
  const client = new KinesisClient({ ...account, endpoint, requestHandler: new NodeHttpHandler() });
  onTestFinished(() => client.destroy());
  return client;
}

export function dynamodbAt(endpoint: string): DynamoDBClient {
  const client = new DynamoDBClient({ ...account, endpoint });
  onTestFinished(() => client.destroy());
  return client;
}

export interface TestRecord {
  readonly data: string;
  readonly partitionKey: string;
}

/** Puts records in calls of 500, all of which must be accepted. */
export async function putRecords(
  client: KinesisClient,
  stream: string,
  records: readonly TestRecord[],
): Promise<void> {
  for (let at = 0; at < records.length; at += 500) {
    const { FailedRecordCount } = await client.send(
      new PutRecordsCommand({
        StreamName: stream,
        Records: records
          .slice(at, at + 500)
          .map(({ data, partitionKey }) => ({ Data: Buffer.from(data), PartitionKey: partitionKey })),
      }),
    );
    if (FailedRecordCount) throw new Error(`${FailedRecordCount} of the test's records were refused`);
  }
}

export interface LeaseRow {
  readonly shardId: string;
  readonly checkpoint: string;
  readonly owner: string | undefined;
}

/** The lease table of an application, by shard. */
export async function leasesAt(endpoint: string, table: string): Promise<LeaseRow[]> {
  const client = new DynamoDBClient({ ...account, endpoint });
  try {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
    return Items.filter((item) => item['checkpoint'] !== undefined)
      .map((item) => ({
        shardId: item['leaseKey']?.S ?? '',
        checkpoint: item['checkpoint']?.S ?? '',
        owner: item['leaseOwner']?.S,
      }))
      .sort((a, b) => a.shardId.localeCompare(b.shardId));
  } finally {
    client.destroy();
  }
}
