import { KclTsError } from '../errors.js';

/** The names of an application's tables. */
export interface ApplicationTables {
  readonly lease: string;
  readonly coordinatorState: string;
  readonly workerMetrics: string;
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
  { hashKey, sortKey }: { readonly hashKey: string; readonly sortKey: string | undefined },
): KclTsError | undefined {
  if (hashKey === key && sortKey === undefined) return undefined;
  const got = sortKey === undefined ? `'${hashKey}'` : `'${hashKey}' and '${sortKey}'`;
  return new KclTsError(
    'CONFIG_INVALID',
    `'${name}' is not a table of the KCL: its key is ${got}, expected '${key}'`,
    { hint: `choose another --app, or give the table another name with ${flag}` },
  );
}

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
