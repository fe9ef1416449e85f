import { Command } from 'commander';
import { kclTables } from '../../kcl/tables.js';
import type { Lag } from '../../aws/lag.js';
import type { Lease } from '../../leases/list-leases.js';
import type { Context } from '../../context.js';
import { KclTsError, messageOf } from '../../errors.js';
import { addAwsOptions, awsTarget, type AwsTarget } from '../flags/aws.js';
import { lockFileOption } from '../flags/jars.js';
import { localCredentials } from '../../local/local-environment.js';
import { checkCredentials } from '../../properties/credentials/find/index.js';
import type { CommandFactory } from '../cli.js';
import { columns } from '../../ui/columns.js';

interface LeasesOptions {
  /** False for --no-lag. */
  readonly lag: boolean;
  readonly json?: true;
}

export const leasesCommand: CommandFactory = (cli) =>
  addAwsOptions(
    new Command('leases')
      .description(
        "Show an application's leases: each shard's worker, its last checkpoint and, with --stream, the age of the oldest record after that. For the age, one record of each shard is read.",
      )
      .usage('--app <name> [--stream <name>] [options]'),
  )
    .addOption(lockFileOption())
    .option('--no-lag', 'do not show the age, and read nothing from the stream')
    .option('--json', 'print a JSON array')
    .action(async (options: LeasesOptions & Readonly<Record<string, unknown>>) => {
      const context = cli.context();
      const target = await awsTarget(options, context);
      requireApplication(target);
      if (target.dynamodb.credentials !== localCredentials) await checkCredentials(target.collected, context);
      const leases = await readLeases(target);
      const lags = options.lag ? await readLags(target, leases, context) : [];
      context.stdout.write(options.json ? asJson(leases, lags) : asText(leases, lags));
    });

function requireApplication({ collected }: AwsTarget): void {
  if (collected.tables.lease !== '') return;
  throw new KclTsError('USAGE', 'no application is named', { hint: 'give --app NAME, or --table-name' });
}

async function readLeases({ collected, dynamodb: settings }: AwsTarget): Promise<Lease[]> {
  const { tables, region } = collected;
  const { dynamodbClient } = await import('../../aws/clients.js');
  const { explainAwsError } = await import('../../aws/aws-error.js');
  const { listLeases } = await import('../../leases/list-leases.js');
  const { describeKclTable } = await import('../../aws/describe-table.js');
  const dynamodb = await dynamodbClient(settings);
  try {
    const leases = await listLeases(dynamodb, tables.lease);
    if (leases.length > 0) return leases;
    const [table] = kclTables(tables);
    if (await describeKclTable(dynamodb, table)) return leases;
  } catch (error) {
    throw explainAwsError(error, `read the table ${tables.lease}`);
  } finally {
    dynamodb.destroy();
  }
  throw new KclTsError('CONFIG_INVALID', `there is no lease table '${tables.lease}' in ${region}`, {
    hint: 'check --app, --region and the AWS profile; the table is made when the application runs for the first time',
  });
}

async function readLags(
  { collected, kinesis: settings }: AwsTarget,
  leases: readonly Lease[],
  { reporter }: Context,
): Promise<Lag[]> {
  const { streamName } = collected;
  if (streamName === '') {
    reporter.info('give --stream NAME to see the lag');
    return [];
  }
  const { kinesisClient } = await import('../../aws/clients.js');
  const { measureLag } = await import('../../aws/lag.js');
  const kinesis = await kinesisClient(settings);
  try {
    const lags = await measureLag(kinesis, streamName, leases);
    const problems = lags.filter(({ problem }) => problem !== undefined);
    if (problems[0]) {
      const { explainAwsError } = await import('../../aws/aws-error.js');
      const problem = explainAwsError(problems[0].problem, `read the stream ${streamName}`);
      reporter.warn(
        `the lag of ${problems.length} of ${lags.length} shards is unknown: ${messageOf(problem)}`,
      );
    }
    return lags;
  } finally {
    kinesis.destroy();
  }
}

function asJson(leases: readonly Lease[], lags: readonly Lag[]): string {
  const rows = leases.map((lease) => ({
    shardId: lease.shardId,
    owner: lease.owner ?? null,
    handedOverBy: lease.handedOverBy ?? null,
    checkpoint: lease.checkpoint,
    subSequenceNumber: lease.subSequenceNumber,
    lagMillis: millisOf(lease, lags) ?? null,
  }));
  return `${JSON.stringify(rows, null, 2)}\n`;
}

function asText(leases: readonly Lease[], lags: readonly Lag[]): string {
  return columns([
    ['SHARD', 'OWNER', 'LAG', 'CHECKPOINT'],
    ...leases.map((lease) => [
      lease.shardId,
      lease.handedOverBy === undefined
        ? (lease.owner ?? '-')
        : `${lease.handedOverBy} -> ${lease.owner ?? '-'}`,
      duration(millisOf(lease, lags)),
      lease.subSequenceNumber > 0 ? `${lease.checkpoint}/${lease.subSequenceNumber}` : lease.checkpoint,
    ]),
  ]);
}

function millisOf({ shardId }: Lease, lags: readonly Lag[]): number | undefined {
  return lags.find((lag) => lag.shardId === shardId)?.millis;
}

/** `0s`, `850ms`, `12s`, `3m 20s`, `2h 5m`, `4d 3h`; `-` if unknown. */
function duration(millis: number | undefined): string {
  if (millis === undefined) return '-';
  if (millis === 0) return '0s';
  if (millis < 1000) return `${millis}ms`;
  const seconds = Math.floor(millis / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;
  return `${Math.floor(seconds / 86_400)}d ${Math.floor((seconds % 86_400) / 3600)}h`;
}
