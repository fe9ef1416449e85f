/**
 * The index by which a KCL worker finds the leases that were assigned to it (DynamoDBLeaseRefresher,
 * LEASE_OWNER_TO_LEASE_KEY_INDEX_NAME).
 */
const leaseOwnerIndex = {
  IndexName: 'LeaseOwnerToLeaseKeyIndex',
  KeySchema: [
    { AttributeName: 'leaseOwner', KeyType: 'HASH' },
    { AttributeName: 'leaseKey', KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'KEYS_ONLY' },
};

const leaseOwner = { AttributeName: 'leaseOwner', AttributeType: 'S' };

/** A CreateTable request as the KCL makes it for one of its tables, billed on demand. */
export function createTable(name: string, hashKey: string): CreateTableRequest {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: hashKey, AttributeType: 'S' }],
    KeySchema: [{ AttributeName: hashKey, KeyType: 'HASH' }],
  };
}

export interface CreateTableRequest {
  readonly TableName: string;
  readonly BillingMode: string;
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: string;
  }[];
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly GlobalSecondaryIndexes?: readonly unknown[];
}

/** Gives a CreateTable request for a lease table its index; any other request comes back as it was. */
export function addLeaseOwnerIndex(body: unknown): unknown {
  if (!isLeaseTable(body) || body.GlobalSecondaryIndexes?.length) return body;
  const provisioned =
    'ProvisionedThroughput' in body ? { ProvisionedThroughput: body.ProvisionedThroughput } : {};
  return {
    ...body,
    AttributeDefinitions: [...body.AttributeDefinitions, leaseOwner],
    GlobalSecondaryIndexes: [{ ...leaseOwnerIndex, ...provisioned }],
  };
}

function isLeaseTable(body: unknown): body is CreateTableRequest {
  if (typeof body !== 'object' || body === null || !('KeySchema' in body)) return false;
  const schema = body.KeySchema as CreateTableRequest['KeySchema'];
  return schema.length === 1 && schema[0]?.AttributeName === 'leaseKey';
}
