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
export function kclTables({
  lease,
  coordinatorState,
  workerMetrics,
}: ApplicationTables): [KclTable, KclTable, KclTable] {
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
