import { configureLogger } from '../log/logger.js';
import { defaultChildOptions } from '../options.js';
import { toProcessor } from '../load-processor.js';
import type { ProcessorSource } from '../../processor/record-processor.js';
import { reportsVariable, type ProgramSettings } from '../reports/report-target.js';
import { Host } from './host.js';
import { protectStdout } from './protect-stdout.js';
import { takeVariable } from './take-variable.js';
import { writeFully } from './write-fully.js';
import { createStopWatch } from './watch-stop.js';
import { openReports, type Reports } from './write-reports.js';

/** Runs a processor in a program of the user's own, on its stdin and stdout, as the daemon expects it. */
export async function standalone(source: ProcessorSource): Promise<void> {
  protectStdout();
  const variable = takeVariable(reportsVariable);
  const target = variable === undefined ? undefined : (JSON.parse(variable) as ProgramSettings);
  if (target) configureLogger(target);
  const reports = target === undefined ? log : openReports(target);
  const { create: createProcessor } = toProcessor(source);
  const descriptors = { input: 0, output: 1 };
  const host = new Host(reports, { watchStop: createStopWatch(target) });
  await host.serve({ createProcessor, descriptors, options: defaultChildOptions }).done;
}

/** Under a daemon that kcl-ts has not started: what went wrong is for whoever reads the log. */
const log: Reports = {
  send(event) {
    if (event.type === 'failed') writeFully(2, `the processor failed in ${event.during}: ${event.stack}\n`);
    if (event.type === 'warning')
      writeFully(2, `${[event.message, event.stack].filter(Boolean).join('\n')}\n`);
  },
  flush: () => undefined,
};
