import { configureLogger } from '../log/logger.js';
import type { ChildSettings } from '../settings.js';
import type { CreateProcessor } from '../load-processor.js';
import { loadCreate } from './load-create.js';
import { Host } from './host.js';
import { protectStdout } from './protect-stdout.js';
import { createStopWatch } from './watch-stop.js';
import { openReports } from './write-reports.js';
import { telemetryOf } from './telemetry-of.js';

/** Serves the daemon with the processor of a compiled module; its first message is read while the module loads. */
export function runModule(settings: ChildSettings): void {
  configureLogger(settings);
  if (settings.output === 1) protectStdout();
  let load: (processor: Promise<CreateProcessor>) => void = () => undefined;
  const processor = new Promise<CreateProcessor>((resolve) => (load = resolve));
  const host = new Host(openReports(settings.reports), {
    watchStop: createStopWatch(settings.reports),
    ...telemetryOf(settings),
  });
  const { session, done } = host.serve({
    createProcessor: async (shard) => (await processor)(shard),
    descriptors: settings,
    options: settings,
  });
  load(loadCreate(settings.entry, { done, onError: (error) => session.fail('load', error) }));
}
