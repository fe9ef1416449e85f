import { Command } from 'commander';
import type { CommandFactory } from '../../cli.js';
import { shardOption } from '../../flags/shard.js';
import { addChangeOptions, changeLeases, type ChangeOptions } from './change.js';

interface ReleaseOptions extends ChangeOptions {
  readonly shard: readonly string[];
}

export const releaseCommand: CommandFactory = (cli) =>
  addChangeOptions(
    new Command('release')
      .description(
        'Take the leases from their owners, so that the next worker has them at once. Checkpoints stay. Refuses while a worker is at work.',
      )
      .usage('--app <name> [options]'),
  )
    .addOption(shardOption())
    .action(async (options: ReleaseOptions & Readonly<Record<string, unknown>>) => {
      const { planRelease } = await import('../../../leases/edit/release.js');
      await changeLeases(cli, options, {
        done: 'released',
        plan: (dynamodb, { collected }) => planRelease(dynamodb, collected.tables.lease, options.shard),
      });
    });
