import { Command, Option } from 'commander';
import { KclTsError } from '../../../errors.js';
import type { RecordPosition, ResetPosition } from '../../../leases/edit/reset.js';
import type { CommandFactory } from '../../cli.js';
import { parsePosition, type ReadPosition } from '../../flags/time.js';
import { shardOption } from '../../flags/shard.js';
import { addChangeOptions, changeLeases, type ChangeOptions } from './change.js';

interface ResetOptions extends ChangeOptions {
  readonly to: ReadPosition | Pick<RecordPosition, 'sequenceNumber'>;
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
      const { planReset } = await import('../../../leases/edit/reset.js');
      const { kinesisClient } = await import('../../../aws/clients.js');
      const { shard: shards } = options;
      const to = positionOf(options);
      await changeLeases(cli, options, {
        done: 'reset',
        async plan(dynamodb, { collected, kinesis: settings }) {
          const { streamName: name, streamArn: arn, tables } = collected;
          if (name === '') {
            throw new KclTsError('USAGE', 'no stream is named', { hint: 'give --stream NAME' });
          }
          const kinesis = await kinesisClient(settings);
          try {
            const stream = { name, arn };
            return await planReset({ dynamodb, kinesis, table: tables.lease, stream, to, shards });
          } finally {
            kinesis.destroy();
          }
        },
      });
    });

/** More digits than seconds since 1970 have: the sequence numbers of Kinesis have 56. */
function parseTo(value: string): ResetOptions['to'] {
  return /^\d{20,}$/.test(value) ? { sequenceNumber: value } : parsePosition(value);
}

function positionOf({ to, shard: [shardId, ...others] }: ResetOptions): ResetPosition {
  if (typeof to === 'string' || to instanceof Date) return to;
  if (shardId !== undefined && others.length === 0) return { ...to, shardId };
  throw new KclTsError('USAGE', 'a sequence number is of one shard', { hint: 'name it with --shard' });
}
