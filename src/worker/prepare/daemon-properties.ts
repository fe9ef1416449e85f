import type { WorkerSettings } from '../settings.js';

/**
 * The daemon halts the JVM when a processor is late, and no other shard gets its last checkpoint (MultiLangProtocol, KCL
 * 3.1.3). A processor's own process notices first, and ends; the daemon is for one that cannot even notice.
 */
const HALT_LATER_S = 5;

/** The properties as they are written: what the user asked for, and what only a run can know. */
export function daemonProperties(
  { properties, child }: Pick<WorkerSettings, 'properties' | 'child'>,
  executableName: string,
  local: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  return new Map([
    ...properties,
    ...local,
    ['executableName', executableName],
    // Only a call tells that a shard has nothing left; the session spares the user's code the empty ones.
    ...(child.timeoutMs === undefined
      ? []
      : [['timeoutInSeconds', String(child.timeoutMs / 1000 + HALT_LATER_S)] as const]),
    ...(child.reportProgress ? [['callProcessRecordsEvenForEmptyRecordList', 'true'] as const] : []),
  ]);
}
