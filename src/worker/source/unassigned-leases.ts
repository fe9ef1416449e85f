import type { DaemonLine } from '../../logs/daemon-line.js';
import { loggers } from '../../kcl/loggers.js';

/** A worker that starts reports its load after 2 s, or later where DynamoDB is slow; then it gets leases. */
const USUAL_MS = 60_000;

/**
 * Tells the warning of a healthy start, that not all leases can be assigned, from one that means something. The KCL assigns
 * leases from its start on, but only to workers that have reported their load, and a worker does that for the first time
 * 2 s later (DynamicMigrationComponentsInitializer, LeaseAssignmentManager, KCL 3.1.3).
 *
 * @returns whether a line, given in the daemon's order, is that warning with no worker there yet
 */
export function createUnassignedLeases(): (line: DaemonLine) => boolean {
  let nobodySince: number | undefined;
  return ({ logger, message, timestamp }) => {
    if (logger !== loggers.leaseAssignment) return false;
    const workers = /^activeWorkerMetrics : (\d+)/.exec(message)?.[1];
    if (workers !== undefined)
      nobodySince = workers === '0' ? (nobodySince ?? timestamp.getTime()) : undefined;
    return (
      message.startsWith('Not able to assign all') &&
      nobodySince !== undefined &&
      timestamp.getTime() - nobodySince < USUAL_MS
    );
  };
}
