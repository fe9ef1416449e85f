import type { Cause } from '../../kcl/causes/cause.js';
import { causeIn } from '../../kcl/causes/index.js';
import { isOfMetrics, loggers } from '../../kcl/loggers.js';
import { textOf, type DaemonLine } from '../../logs/daemon-line.js';
import type { DaemonFaultEvent } from '../daemon-events.js';

/**
 * A fault of the daemon's log by its name.
 *
 * @param isStarting whether the scheduler is not initialised yet
 */
export function faultOf(line: DaemonLine, isStarting: boolean): DaemonFaultEvent {
  const cause = causeOf(line);
  // The scheduler tries to initialise 20 times (KCL 3.1.3); what it reports there is what keeps it from starting.
  const stopsTheStart = isStarting && line.level === 'error' && line.logger === loggers.scheduler;
  return { type: 'daemonFault', line, cause, isHopeless: stopsTheStart && cause?.hopeless === true };
}

/** Metrics that cannot be written keep no worker from its work. */
function causeOf(line: DaemonLine): Cause | undefined {
  const cause = causeIn(textOf(line));
  return cause && isOfMetrics(line)
    ? { ...cause, message: `no metrics are written: ${cause.message}`, endsARun: false }
    : cause;
}
