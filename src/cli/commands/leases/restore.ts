import { Command } from 'commander';
import { KclTsError } from '../../../errors.js';
import type { CommandFactory } from '../../cli.js';
import { addChangeOptions, changeLeases, type ChangeOptions } from './change.js';
import { readDump } from './dump.js';

export const restoreCommand: CommandFactory = (cli) =>
  addChangeOptions(
    new Command('restore')
      .description(
        'Put the leases back as a file has them that reset, release or restore has written. Refuses while a worker is at work.',
      )
      .usage('<file> --app <name> [options]')
      .argument('<file>', 'the file'),
  ).action(async (file: string, options: ChangeOptions & Readonly<Record<string, unknown>>) => {
    const { planRestore } = await import('../../../leases/edit/restore.js');
    const dump = await readDump(file, cli.context());
    await changeLeases(cli, options, {
      done: 'restored',
      plan: async (dynamodb, { collected }) => {
        const { lease } = collected.tables;
        if (dump.table !== lease) {
          throw new KclTsError(
            'CONFIG_INVALID',
            `${file} has the leases of '${dump.table}', not of '${lease}'`,
            { hint: `give --app ${dump.table}, or --table-name` },
          );
        }
        return await planRestore(dynamodb, lease, dump.leases);
      },
    });
  });
