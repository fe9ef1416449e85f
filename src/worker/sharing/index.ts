import type { Pace } from '../../leases/live-workers.js';
import type { WorkerSettings } from '../settings.js';

export interface Sharing {
  readonly pace: Pace;
  /**
   * How many leases a worker takes at the most. The workers of an application are usually configured alike; how much the
   * others take is written nowhere.
   */
  readonly most: number;
}

/** What kcl-ts must know of the KCL's settings to pass leases on. Defaults are those of KCL 3.1.3. */
export function sharingOf({ properties }: Pick<WorkerSettings, 'properties'>): Sharing {
  const failoverMs = Number(properties.get('failoverTimeMillis') ?? 10_000);
  return {
    pace: {
      failoverMs,
      assignEveryMs: Number(properties.get('leaseAssignmentIntervalMillis') ?? 2 * failoverMs),
      reportEveryMs: Number(properties.get('workerMetricsReporterFreqInMillis') ?? 30_000),
    },
    most: Number(properties.get('maxLeasesForWorker') ?? Infinity),
  };
}
