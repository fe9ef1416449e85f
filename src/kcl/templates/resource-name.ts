import type { TablePlan } from '../plan-tables.js';

const titles: Readonly<Record<string, string>> = {
  leaseKey: 'Lease',
  key: 'CoordinatorState',
  wid: 'WorkerMetrics',
};

/** What a template calls a table: the same for each application. */
export function resourceName({ key }: TablePlan): string {
  return `${titles[key] ?? key}Table`;
}
