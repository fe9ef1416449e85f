import { Command } from 'commander';
import { KclTsError } from '../../errors.js';
import type { LiveTerminal } from '../../ui/screen/live-terminal.js';
import type { CommandFactory } from '../cli.js';
import { leaveFirstPlace } from '../process/first-process.js';
import { addJarOptions } from '../flags/jars.js';
import { addLocalOptions } from '../flags/local.js';
import { addPageOptions } from '../flags/page.js';
import { addPropertyOptions } from '../flags/properties.js';
import { withVariables } from '../flags/variables.js';
import { outputOf } from '../flags/log.js';
import { addRunOptions, addUsualRunOptions } from '../flags/run.js';
import { endAs, listenForStop } from '../process/stop-signals.js';
import { workerSettings, type AllRunOptions } from '../flags/worker.js';

export const runCommand: CommandFactory = (cli) => {
  const command = new Command('run')
    .description(
      'Consume a stream with the Kinesis Client Library: the processor runs in one process per shard, or in as few as --processes says.',
    )
    .usage('<processor> --stream <name> --app <name> [options]')
    .argument('[processor]', 'a .ts or .js file whose default export is a record processor');
  addUsualRunOptions(command);
  addLocalOptions(command);
  addPropertyOptions(command);
  addRunOptions(command);
  addPageOptions(command);
  addJarOptions(command);
  withVariables(command);
  return command.action(async (processor: string | undefined, options: AllRunOptions) => {
    const misplaced = leaveFirstPlace();
    const signals = listenForStop({
      outliveParent: options.outliveParent ?? false,
      underNpm: process.env['npm_execpath'] !== undefined,
    });
    const view = options.ui && !options.dryRun ? await terminalOfView(options, signals.stop) : undefined;
    const terminal = typeof view === 'object' ? view : undefined;
    const base = cli.context({ ...outputOf(options), ...(terminal ? { stderr: terminal.log.stream } : {}) });
    const context = { ...base, signal: signals.stop };
    if (misplaced !== undefined && options.restart !== 'never') context.reporter.warn(misplaced);
    if (typeof view === 'string') context.reporter.warn(`--ui has no effect: ${view}`);
    try {
      const settings = {
        ...(await workerSettings(processor, options, context, signals.hardStop)),
        view: terminal,
      };
      if (options.dryRun) {
        const { describeRun } = await import('../../worker/prepare/dry-run.js');
        context.stdout.write(await describeRun(settings, context));
        return;
      }
      const { runWorker } = await import('../../worker/run-worker.js');
      const outcome = await runWorker(settings, context);
      if (outcome.kind === 'killed') endAs(signals.received);
    } catch (error) {
      // What was interrupted fails in all kinds of ways; none of them is news to who interrupted it.
      if (!signals.stop.aborted || error instanceof KclTsError) throw error;
      endAs(signals.received);
    } finally {
      terminal?.close();
      signals.end();
    }
  });
};

async function terminalOfView({ records }: AllRunOptions, stop: AbortSignal): Promise<LiveTerminal | string> {
  const { viewTerminal } = await import('../process/view-terminal.js');
  return viewTerminal(process.env, { isStdinTaken: records === '-', isStopping: () => stop.aborted });
}
