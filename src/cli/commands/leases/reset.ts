import { Command, Option } from 'commander';
import { KclTsError } from '../../../errors.js';
import type { ResetQuestion } from '../../../leases/edit/reset.js';
import type { CommandFactory } from '../../cli.js';
import { parsePosition } from '../../flags/time.js';
import { listenForStop } from '../../process/stop-signals.js';
import { addChangeOptions, changeLeases, type ChangeOptions } from './change.js';
import { shardOption } from './shard-option.js';

interface ResetOptions extends ChangeOptions {
  readonly to: ResetQuestion['to'];
  readonly shard: readonly string[];
}

export const resetCommand: CommandFactory = (cli) =>
  addChangeOptions(
    new Command('reset')
      .description(
        "Set the application's checkpoints, so that its workers read on from another position. Refuses while a worker is at work.",
      )
      .usage('--app <name> --stream <name> --to <position> [options]'),
  )
    .addOption(
      new Option(
        '--to <position>',
        'where to read on: trim-horizon (the oldest record), latest (what comes once a worker has started), a time such as 2026-11-01T00:00:00Z, how long ago, such as 15m, or the sequence number of the next record (with --shard)',
      )
        .argParser(parseTo)
        .makeOptionMandatory(),
    )
    .addOption(shardOption())
    .action(async (options: ResetOptions & Readonly<Record<string, unknown>>) => {
      const signals = listenForStop();
      const context = { ...cli.context(), signal: signals.stop };
      const { planReset } = await import('../../../leases/edit/reset.js');
      const { kinesisClient } = await import('../../../aws/clients.js');
      const { to, shard: shards } = options;
      if (typeof to === 'object' && 'sequence' in to && shards.length !== 1) {
        throw new KclTsError('USAGE', 'a sequence number is of one shard', { hint: 'name it with --shard' });
      }
      try {
        await changeLeases(
          options,
          {
            done: 'reset',
            async plan(dynamodb, { collected, kinesis: settings }) {
              const { streamName: name, streamArn: arn, tables } = collected;
              if (name === '') {
                throw new KclTsError('USAGE', 'no stream is named', { hint: 'give --stream NAME' });
              }
              const kinesis = await kinesisClient(settings);
              try {
                return await planReset({
                  dynamodb,
                  kinesis,
                  table: tables.lease,
                  stream: { name, arn },
                  to,
                  shards,
                });
              } finally {
                kinesis.destroy();
              }
            },
          },
          context,
        );
      } finally {
        signals.end();
      }
    });

/** More digits than seconds since 1970 have: the sequence numbers of Kinesis have 56. */
function parseTo(value: string): ResetQuestion['to'] {
  return /^\d{20,}$/.test(value) ? { sequence: value } : parsePosition(value);
}
