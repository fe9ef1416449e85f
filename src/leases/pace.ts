import type { Pace } from './live-workers.js';

/** The pace that the daemon's properties set. Defaults are those of KCL 3.1.3. */
export function paceOf(properties: ReadonlyMap<string, string>): Pace {
  const failoverMs = Number(properties.get('failoverTimeMillis') ?? 10_000);
  return {
    failoverMs,
    assignEveryMs: Number(properties.get('leaseAssignmentIntervalMillis') ?? 2 * failoverMs),
    reportEveryMs: Number(properties.get('workerMetricsReporterFreqInMillis') ?? 30_000),
  };
}
