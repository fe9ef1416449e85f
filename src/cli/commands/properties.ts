import { Command } from 'commander';
import { classPathOption } from '../flags/class-path.js';
import type { CommandFactory } from '../cli.js';
import { addLocalOptions, localChoice, localDefaults } from '../flags/local.js';
import { lockFileOption } from '../flags/jars.js';
import { withVariables } from '../flags/variables.js';
import { addPropertyOptions, collectProperties } from '../flags/properties.js';

export const propertiesCommand: CommandFactory = (cli) => {
  const command = new Command('properties')
    .description('Print the properties file that run would give to the MultiLangDaemon with the same flags.')
    .usage('--stream <name> --app <name> [options]')
    .argument(
      '[processor]',
      'accepted as in run, but left out of the output: only run knows its executableName',
    )
    .option('--explain', 'also print what each key means and where its value comes from');
  addPropertyOptions(command);
  addLocalOptions(command);
  withVariables(command, ['--local', '--shards', '--records']);
  command.addOption(classPathOption()).addOption(lockFileOption());
  return command.action(
    async (_processor: string | undefined, options: Readonly<Record<string, unknown>>) => {
      const context = cli.context();
      const defaults = localChoice(options) ? { defaults: localDefaults, isLocal: true } : {};
      const collected = await collectProperties(options, context, defaults);
      for (const warning of collected.warnings) context.reporter.warn(warning);
      const { explainProperties } = await import('../../properties/write/explain.js');
      const { propertiesForKcl } = await import('../../properties/write/for-kcl.js');
      const { encodeProperties } = await import('../../properties/write/encode.js');
      const text =
        options['explain'] === true
          ? explainProperties(collected)
          : encodeProperties(propertiesForKcl(collected.kcl, collected.properties));
      context.stdout.write(text);
    },
  );
};
