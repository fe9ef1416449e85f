import type { Context } from '../../context.js';
import type { Watchdog } from '../../daemon/watchdog.js';
import type { WorkerEvents } from '../event-bus.js';
import type { Hosts } from '../hosts/index.js';
import type { Shards } from '../observers/shards.js';
import type { Troubles } from '../observers/troubles.js';
import type { ReportChannel } from '../reports/report-channel.js';
import type { WorkerSettings } from '../settings.js';

/** What it takes to run one java. */
export interface Supervision {
  readonly settings: WorkerSettings;
  /** Its signal is aborted when the worker is to stop. */
  readonly context: Context;
  readonly events: WorkerEvents;
  readonly shards: Shards;
  readonly troubles: Troubles;
  readonly watchdog: Watchdog;
  /** On which the processors report. */
  readonly reports: ReportChannel;
  /** The processes that serve the shards; undefined if the daemon starts one for each. */
  readonly hosts: Hosts | undefined;
}
