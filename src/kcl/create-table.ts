/** A CreateTable request of DynamoDB for one of the KCL's tables. */
export interface CreateTableRequest {
  TableName: string;
  BillingMode: 'PAY_PER_REQUEST' | 'PROVISIONED';
  AttributeDefinitions: { AttributeName: string; AttributeType: 'S' }[];
  KeySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  GlobalSecondaryIndexes?: TableIndex[];
  ProvisionedThroughput?: Throughput;
  DeletionProtectionEnabled?: boolean;
  Tags?: { Key: string; Value: string }[];
}

export interface Throughput {
  ReadCapacityUnits: number;
  WriteCapacityUnits: number;
}

export interface TableIndex {
  IndexName: string;
  KeySchema: { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  Projection: { ProjectionType: 'KEYS_ONLY' };
  ProvisionedThroughput?: Throughput;
}

/** A CreateTable request as the KCL makes it for one of its tables, billed on demand. */
export function createTable(name: string, hashKey: string): CreateTableRequest {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: hashKey, AttributeType: 'S' }],
    KeySchema: [{ AttributeName: hashKey, KeyType: 'HASH' }],
  };
}

/**
 * The index by which a KCL worker finds the leases that were assigned to it (DynamoDBLeaseRefresher,
 * LEASE_OWNER_TO_LEASE_KEY_INDEX_NAME).
 */
export const leaseOwnerIndex = 'LeaseOwnerToLeaseKeyIndex';

/**
 * The request for a lease table together with its index. The KCL adds the index to the table when that is active
 * (DynamicMigrationComponentsInitializer.createGsi), and then waits for it as well.
 */
export function withLeaseOwnerIndex(request: CreateTableRequest): CreateTableRequest {
  const index: TableIndex = {
    IndexName: leaseOwnerIndex,
    KeySchema: [
      { AttributeName: 'leaseOwner', KeyType: 'HASH' },
      { AttributeName: 'leaseKey', KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'KEYS_ONLY' },
    ...(request.ProvisionedThroughput ? { ProvisionedThroughput: request.ProvisionedThroughput } : {}),
  };
  return {
    ...request,
    AttributeDefinitions: [
      ...request.AttributeDefinitions,
      { AttributeName: 'leaseOwner', AttributeType: 'S' },
    ],
    GlobalSecondaryIndexes: [index],
  };
}

/** Gives a CreateTable request for a lease table its index; any other request comes back as it was. */
export function addLeaseOwnerIndex(body: unknown): unknown {
  if (!isLeaseTable(body) || body.GlobalSecondaryIndexes?.length) return body;
  return withLeaseOwnerIndex(body);
}

function isLeaseTable(body: unknown): body is CreateTableRequest {
  if (typeof body !== 'object' || body === null || !('KeySchema' in body)) return false;
  const schema = body.KeySchema as CreateTableRequest['KeySchema'];
  return schema.length === 1 && schema[0]?.AttributeName === 'leaseKey';
}
