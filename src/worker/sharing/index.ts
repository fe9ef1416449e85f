import type { Pace } from '../../leases/live-workers.js';
import { paceOf } from '../../leases/pace.js';
import type { WorkerSettings } from '../settings.js';

export interface Sharing {
  readonly pace: Pace;
  /**
   * How many leases a worker takes at the most. The workers of an application are usually configured alike; how much the
   * others take is written nowhere.
   */
  readonly most: number;
}

/** What kcl-ts must know of the KCL's settings to pass leases on. */
export function sharingOf({ properties }: Pick<WorkerSettings, 'properties'>): Sharing {
  return {
    pace: paceOf(properties),
    most: Number(properties.get('maxLeasesForWorker') ?? Infinity),
  };
}
