// The metrics by name: what shows or watches one takes it from the table, and none can be named that is not there.
import { metrics } from '../../dist/worker/observers/metrics/table.js';

/** @throws Error for a name that is in no row of the table */
export function metric(name) {
  const found = metrics.find((row) => row.name === name);
  if (!found) throw new Error(`there is no metric ${name}`);
  return found;
}
