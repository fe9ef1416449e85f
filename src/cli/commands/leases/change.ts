import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Option, type Command } from 'commander';
import type { Context } from '../../../context.js';
import { KclTsError } from '../../../errors.js';
import type { LeaseEdit, Row } from '../../../leases/edit/edit.js';
import { columns } from '../../../ui/columns.js';
import { counted } from '../../../ui/counted.js';
import type { Cli } from '../../cli.js';
import { addAwsOptions, type AwsTarget } from '../../flags/aws.js';
import { lockFileOption } from '../../flags/jars.js';
import { listenForStop } from '../../process/stop-signals.js';
import { propertyOptions } from '../../../properties/table/flags.js';
import { applicationTarget, requireLeaseTable } from './target.js';
import { writeDump } from './dump.js';

export interface ChangeOptions {
  readonly force?: true;
  readonly yes?: true;
  /** False for --no-dump. */
  readonly dump?: string | false;
}

/** The flags of all commands that change leases. */
export function addChangeOptions(command: Command): Command {
  const failover = propertyOptions.find(({ name }) => name === '--failover-time');
  if (failover) command.addOption(new Option(failover.flag, failover.summary));
  return addAwsOptions(command)
    .addOption(lockFileOption())
    .option('-y, --yes', 'change them without asking')
    .option('--force', 'change them though workers are at work')
    .option('--dump <file>', 'where to keep the leases as they are now (default: a new file in this folder)')
    .option('--no-dump', 'do not keep them');
}

export interface Change {
  readonly plan: (dynamodb: DynamoDBClient, target: AwsTarget) => Promise<readonly LeaseEdit[]>;
  /** Such as `reset`. */
  readonly done: string;
}

/**
 * Works out a change, makes sure that no worker is at work, shows what will change and asks, keeps the leases as they
 * are in a file, and changes them.
 *
 * @throws KclTsError LEASES_IN_USE, USAGE where nobody can be asked, and what the parts throw
 */
export async function changeLeases(
  cli: Cli,
  options: ChangeOptions & Readonly<Record<string, unknown>>,
  change: Change,
): Promise<void> {
  const signals = listenForStop();
  try {
    await makeChange(options, change, { ...cli.context(), signal: signals.stop });
  } finally {
    signals.end();
  }
}

async function makeChange(
  options: ChangeOptions & Readonly<Record<string, unknown>>,
  { plan, done }: Change,
  context: Context,
): Promise<void> {
  const { reporter, signal } = context;
  const target = await applicationTarget(options, context);
  const { tables } = target.collected;
  const { dynamodbClient } = await import('../../../aws/clients.js');
  const { applyEdits } = await import('../../../leases/edit/edit.js');
  const { explained } = await import('../../../aws/aws-error.js');
  const dynamodb = await dynamodbClient(target.dynamodb);
  try {
    await requireLeaseTable(dynamodb, target);
    if (!options.force) await refuseWhileInUse(dynamodb, target, signal);
    const edits = await plan(dynamodb, target);
    if (edits.length === 0) {
      reporter.info(`no lease of ${tables.lease} needs to change`);
      return;
    }
    context.stderr.write(describeEdits(edits));
    if (!options.yes && !(await isConfirmed(edits.length, context))) {
      reporter.info('nothing was changed');
      return;
    }
    if (options.dump !== false) {
      const file = await writeDump(dynamodb, target, options.dump, context);
      reporter.info(`the leases as they were are in ${file}: kcl-ts leases restore puts them back`);
    }
    const changed = await explained(
      `write to the table ${tables.lease}`,
      applyEdits(dynamodb, tables.lease, edits),
    );
    if (changed.length > 0) throw changedMeanwhile(changed);
    reporter.info(`${counted(edits.length, 'lease')} ${done}`);
  } finally {
    dynamodb.destroy();
  }
}

async function refuseWhileInUse(
  dynamodb: DynamoDBClient,
  { collected }: AwsTarget,
  signal: AbortSignal,
): Promise<void> {
  const { whoLives } = await import('../../../leases/edit/who-lives.js');
  const { explained } = await import('../../../aws/aws-error.js');
  const { paceOf } = await import('../../../leases/pace.js');
  const { tables, properties } = collected;
  const alive = await explained(
    `see which workers of ${tables.lease} are at work`,
    whoLives(dynamodb, tables, paceOf(properties), { signal }),
  );
  if (alive.length === 0) return;
  const shown = alive.slice(0, 5).join(', ');
  const more = alive.length > 5 ? ` and ${alive.length - 5} others` : '';
  throw new KclTsError(
    'LEASES_IN_USE',
    `${counted(alive.length, 'worker')} of ${tables.lease} ${alive.length === 1 ? 'is' : 'are'} at work: ${shown}${more}`,
    {
      hint: 'stop them first; one that was killed counts for a minute. --force changes the leases all the same, and a worker may write its own checkpoint over yours',
    },
  );
}

function describeEdits(edits: readonly LeaseEdit[]): string {
  return columns([
    ['SHARD', 'OWNER', 'CHECKPOINT', 'NEW CHECKPOINT'],
    ...edits.map(({ shardId, before, after }) => [
      shardId,
      before?.['leaseOwner']?.S ?? '-',
      before === undefined ? '(no lease)' : checkpointText(before),
      after === undefined ? '(lease removed)' : checkpointText(after),
    ]),
  ]);
}

function checkpointText({ checkpoint, checkpointSubSequenceNumber }: Row): string {
  const sub = Number(checkpointSubSequenceNumber?.N ?? 0);
  const text = checkpoint?.S ?? '-';
  if (sub < 0) return `before ${text}`;
  return sub > 0 && sub < Number.MAX_SAFE_INTEGER ? `${text}/${sub}` : text;
}

async function isConfirmed(count: number, { env }: Context): Promise<boolean> {
  const { stdin, stderr } = await import('node:process');
  if (!stdin.isTTY || !stderr.isTTY || env['CI']) {
    throw new KclTsError('USAGE', 'there is no terminal to confirm this on', { hint: 'add --yes' });
  }
  const { confirm } = await import('@clack/prompts');
  const message = `Change ${counted(count, 'lease')}?`;
  return (await confirm({ message, initialValue: false, input: stdin, output: stderr })) === true;
}

function changedMeanwhile(shards: readonly string[]): KclTsError {
  return new KclTsError(
    'LEASES_IN_USE',
    `${counted(shards.length, 'lease')} ${shards.length === 1 ? 'was' : 'were'} changed by somebody else meanwhile, and left alone: ${shards.join(', ')}`,
    { hint: 'stop the workers, then run it again' },
  );
}
