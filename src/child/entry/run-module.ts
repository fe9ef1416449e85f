import type { ChildSettings } from '../settings.js';
import { loadProcessor, toProcessor, type CreateProcessor } from '../load-processor.js';
import { hosts } from '../run.js';
import { loadEntry } from './load-entry.js';
import { Host } from './host.js';
import { protectStdout } from './protect-stdout.js';
import { createStopWatch } from './watch-stop.js';
import { openReports } from './write-reports.js';

/** Serves the daemon with the processor of a compiled module; its first message is read while the module loads. */
export function runModule(settings: ChildSettings): void {
  if (settings.output === 1) protectStdout();
  let found: (create: CreateProcessor) => void;
  const processor = new Promise<CreateProcessor>((resolve) => (found = resolve));
  const host = new Host(openReports(settings.reports), createStopWatch(settings.reports));
  const { session, done } = host.serve({
    createProcessor: async (shard) => (await processor)(shard),
    descriptors: settings,
    options: settings,
  });
  const load = async (): Promise<void> => {
    const module = { selfRunning: false };
    const exports = await hosts.run(
      async (source) => {
        module.selfRunning = true;
        try {
          found(toProcessor(source).create);
        } catch (error) {
          session.fail('load', error);
        }
        await done;
      },
      () => loadEntry(settings.entry),
    );
    if (!module.selfRunning) found(loadProcessor(exports).create);
  };
  load().catch((error: unknown) => session.fail('load', error));
}
