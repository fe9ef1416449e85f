import { Command, InvalidArgumentError, Option } from 'commander';
import { durationMillis } from '../../properties/values/duration.js';
import type { CommandFactory } from '../cli.js';
import { addAwsOptions } from '../flags/aws.js';
import { lockFileOption } from '../flags/jars.js';
import { listenForStop } from '../process/stop-signals.js';
import { releaseCommand } from './leases/release.js';
import { resetCommand } from './leases/reset.js';
import { restoreCommand } from './leases/restore.js';

interface LeasesOptions {
  /** False for --no-lag. */
  readonly lag: boolean;
  readonly json?: true;
  /** Milliseconds; true for the flag alone. */
  readonly watch?: number | true;
}

/** The lag takes one of the five reads a second that a shard allows. */
const WATCH_EVERY_MS = 5_000;

export const leasesCommand: CommandFactory = (cli) =>
  addAwsOptions(
    new Command('leases')
      .description(
        "Show an application's leases: each shard's worker, its last checkpoint and, with --stream, the age of the oldest record after that. For the age, one record of each shard is read.",
      )
      .usage('--app <name> [--stream <name>] [options]'),
  )
    // What follows reset, release or restore is theirs, --app as well.
    .enablePositionalOptions()
    .addOption(lockFileOption())
    .option('--no-lag', 'do not show the age, and read nothing from the stream')
    .addOption(new Option('--json', 'print a JSON array').conflicts('watch'))
    .addOption(
      new Option(
        '--watch [period]',
        `show them again and again, in place on a terminal (default: every ${WATCH_EVERY_MS / 1000}s)`,
      ).argParser(parsePeriod),
    )
    .addCommand(resetCommand(cli).summary('read on from another position'))
    .addCommand(releaseCommand(cli).summary('take the leases from workers that are gone'))
    .addCommand(restoreCommand(cli).summary('put back what a reset or release has changed'))
    .action(async (options: LeasesOptions & Readonly<Record<string, unknown>>) => {
      const signals = listenForStop();
      const context = { ...cli.context(), signal: signals.stop };
      const { applicationTarget } = await import('./leases/target.js');
      try {
        const target = await applicationTarget(options, context);
        const { lag, watch } = options;
        if (watch !== undefined) {
          const { watchLeases } = await import('./leases/watch.js');
          await watchLeases(target, { lag, everyMs: watch === true ? WATCH_EVERY_MS : watch }, context);
          return;
        }
        const { readView, viewAsJson, viewAsText } = await import('./leases/show.js');
        const view = await readView(target, lag, context);
        context.stdout.write(options.json ? viewAsJson(view) : viewAsText(view));
      } finally {
        signals.end();
      }
    });

function parsePeriod(value: string): number {
  const millis = durationMillis(value);
  if (millis !== undefined && millis >= 1000) return millis;
  throw new InvalidArgumentError('Expected a period of at least 1s, such as 5s.');
}
