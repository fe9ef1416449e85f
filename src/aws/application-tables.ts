/** The three tables of a KCL 3 application (KCL 3.1.3: ConfigsBuilder, DdbTableConfig). */
export interface ApplicationTables {
  readonly leases: string;
  readonly coordinatorState: string;
  readonly workerMetrics: string;
}

/** Their names, unless the properties tableName, coordinatorStateTableName or workerMetricsTableName change them. */
export function applicationTables(
  application: string,
  properties: ReadonlyMap<string, string> = new Map(),
): ApplicationTables {
  return {
    leases: properties.get('tableName') ?? application,
    coordinatorState: properties.get('coordinatorStateTableName') ?? `${application}-CoordinatorState`,
    workerMetrics: properties.get('workerMetricsTableName') ?? `${application}-WorkerMetricStats`,
  };
}
