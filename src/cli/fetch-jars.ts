import { Command } from 'commander';
import type { CommandFactory } from './cli.js';
import { addJarOptions, jarSettings, type JarOptions } from './jar-options.js';

export const fetchJarsCommand: CommandFactory = (cli) =>
  addJarOptions(
    new Command('fetch-jars')
      .summary("download and verify the daemon's jars")
      .description("Download what is missing of the daemon's jars and verify all of them.")
      .option('-q, --quiet', 'print nothing but errors'),
  ).action(async (options: JarOptions & { quiet?: boolean }) => {
    const context = cli.context({ quiet: options.quiet ?? false });
    const { ensureJars } = await import('../maven/ensure-jars.js');
    const settings = jarSettings(options, context);
    const { classPath } = await ensureJars(settings, context);
    context.reporter.info(`${classPath.length} jars verified in ${settings.store.folder}`);
  });
