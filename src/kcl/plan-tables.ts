import { createTable, withLeaseOwnerIndex, type CreateTableRequest } from './create-table.js';
import { kclTables, type ApplicationTables, type KclTable } from './tables.js';

/** A table as the KCL would create it. */
export interface TablePlan extends KclTable {
  readonly request: CreateTableRequest;
  /** Switched on in a call of its own, once the table is there. */
  readonly pointInTimeRecovery: boolean;
}

/** Why it is not known which tables the daemon will use, if it is not. */
export function unknownTables(kcl: string, properties: ReadonlyMap<string, string>): string | undefined {
  if (!kcl.startsWith('3.')) return `KCL ${kcl} has other tables than KCL 3`;
  const key = 'migrateAllEntitiesToLeaseTable';
  return properties.get(key) === 'true' ? `${key}=true moves two of the tables into the third` : undefined;
}

/**
 * The three tables as the KCL creates them with these properties: DynamoDBLeaseRefresher.createTableRequestBuilder,
 * CoordinatorStateDAO.getRequest, DdbUtil.tableCreator (3.1.3). The daemon always has the lease table billed on demand,
 * and without tags.
 */
export function planTables(
  tables: ApplicationTables,
  properties: ReadonlyMap<string, string>,
): [TablePlan, TablePlan, TablePlan] {
  const isSet = (key: string): boolean => properties.get(key) === 'true';
  const plan = (table: KclTable, prefix: string): TablePlan => ({
    ...table,
    request: {
      ...createTable(table.name, table.key),
      ...billing(properties, prefix),
      ...tags(properties.get(`${prefix}Tags`)),
      ...protection(isSet(`${prefix}DeletionProtectionEnabled`)),
    },
    pointInTimeRecovery: isSet(`${prefix}PointInTimeRecoveryEnabled`),
  });
  const [lease, coordinatorState, workerMetrics] = kclTables(tables);
  return [
    {
      ...lease,
      request: {
        ...withLeaseOwnerIndex(createTable(lease.name, lease.key)),
        ...protection(isSet('leaseTableDeletionProtectionEnabled')),
      },
      pointInTimeRecovery: isSet('leaseTablePitrEnabled'),
    },
    plan(coordinatorState, 'coordinatorState'),
    plan(workerMetrics, 'workerMetrics'),
  ];
}

function billing(
  properties: ReadonlyMap<string, string>,
  prefix: string,
): Pick<CreateTableRequest, 'BillingMode' | 'ProvisionedThroughput'> {
  if (properties.get(`${prefix}BillingMode`) !== 'PROVISIONED') return { BillingMode: 'PAY_PER_REQUEST' };
  const capacity = (way: 'Read' | 'Write'): number => Number(properties.get(`${prefix}${way}Capacity`) ?? 0);
  return {
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: { ReadCapacityUnits: capacity('Read'), WriteCapacityUnits: capacity('Write') },
  };
}

/** `key=value,key=value` */
function tags(text: string | undefined): Pick<CreateTableRequest, 'Tags'> {
  if (text === undefined) return {};
  return {
    Tags: text.split(',').map((pair) => {
      const [Key = '', Value = ''] = pair.split('=');
      return { Key, Value };
    }),
  };
}

function protection(isOn: boolean): Pick<CreateTableRequest, 'DeletionProtectionEnabled'> {
  return isOn ? { DeletionProtectionEnabled: true } : {};
}
