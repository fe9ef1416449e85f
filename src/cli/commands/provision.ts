import { Command, Option } from 'commander';
import { leaseOwnerIndex } from '../../kcl/create-table.js';
import { planTables, unknownTables, type TablePlan } from '../../kcl/plan-tables.js';
import { startPosition, type StartPosition } from '../../kcl/start-position.js';
import type { Context } from '../../context.js';
import { KclTsError } from '../../errors.js';
import { localCredentials } from '../../local/local-environment.js';
import { checkCredentials } from '../../properties/credentials/find/index.js';
import { providerOfItsOwn } from '../../properties/credentials/same-identity.js';
import { awsTarget, type AwsTarget } from '../flags/aws.js';
import { lockFileOption } from '../flags/jars.js';
import { addPropertyOptions } from '../flags/properties.js';
import type { CommandFactory } from '../cli.js';
import type { ProvisionedTable } from '../../leases/create-tables.js';
import type { ProvisionedLeases } from '../../leases/provision.js';

/** DynamoDB takes some seconds to create a table, and minutes with much provisioned capacity. */
const LIMIT_MS = 5 * 60_000;

export const provisionCommand: CommandFactory = (cli) => {
  const command = new Command('provision')
    .description(
      "Create an application's three DynamoDB tables and its first leases, as its first worker would with the same flags. What is there already stays as it is. Workers then need no permission to create tables: kcl-ts iam-policy --provisioned prints theirs.",
    )
    .usage('--stream <name> --app <name> [options]')
    .addOption(
      new Option(
        '--cloudformation',
        'create nothing: print the tables as a CloudFormation template, in JSON',
      ).conflicts('terraform'),
    )
    .option('--terraform', 'create nothing: print the tables as Terraform resources');
  addPropertyOptions(command).addOption(lockFileOption());
  return command.action(async (options: Readonly<Record<string, unknown>>) => {
    const context = cli.context();
    const target = await awsTarget(options, context, { namesRequired: true });
    const { collected } = target;
    const unknown = unknownTables(collected.kcl, collected.properties);
    if (unknown !== undefined) {
      throw new KclTsError('CONFIG_INVALID', `provision does not know the tables: ${unknown}`, {
        hint: 'let the first worker make them',
      });
    }
    const plans = planTables(collected.tables, collected.properties);
    if (options['cloudformation'] === true) {
      const { cloudformation } = await import('../../kcl/templates/cloudformation.js');
      context.stdout.write(cloudformation(plans, collected.applicationName));
    } else if (options['terraform'] === true) {
      const { terraform } = await import('../../kcl/templates/terraform.js');
      context.stdout.write(terraform(plans));
    } else await provision(target, plans, context);
  });
};

async function provision(target: AwsTarget, plans: readonly TablePlan[], context: Context): Promise<void> {
  const { collected } = target;
  if (target.dynamodb.credentials !== localCredentials) {
    refuseOtherIdentity(target);
    await checkCredentials(collected, context);
  }
  const { dynamodbClient, kinesisClient } = await import('../../aws/clients.js');
  const { createTables } = await import('../../leases/create-tables.js');
  const { provisionLeases } = await import('../../leases/provision.js');
  const dynamodb = await dynamodbClient(target.dynamodb);
  const kinesis = await kinesisClient(target.kinesis);
  const limit = AbortSignal.timeout(LIMIT_MS);
  const signal = AbortSignal.any([context.signal, limit]);
  try {
    const tables = await createTables(dynamodb, plans, { signal });
    for (const table of tables) context.stdout.write(describeTable(table));
    const from = startPosition(collected.properties);
    const leases = await provisionLeases({
      dynamodb,
      kinesis: () => Promise.resolve(kinesis),
      table: collected.tables.lease,
      stream: { name: collected.streamName, arn: collected.streamArn },
      from,
      signal,
    });
    context.stdout.write(describeLeases(leases, from));
    if (tables[0]?.summary.indexes.has(leaseOwnerIndex) === false) {
      context.reporter.warn(
        `the table ${collected.tables.lease} has no index ${leaseOwnerIndex}: the first worker of KCL 3 adds it, and needs dynamodb:UpdateTable for that`,
      );
    }
  } catch (error) {
    if (limit.aborted) throw tooSlow(plans, error);
    throw error;
  } finally {
    dynamodb.destroy();
    kinesis.destroy();
  }
}

function refuseOtherIdentity({ collected, dynamodb }: AwsTarget): void {
  const provider = providerOfItsOwn(collected.properties, dynamodb.profile);
  if (provider === undefined) return;
  throw new KclTsError('CONFIG_INVALID', `provision cannot use the credentials of ${provider}`, {
    hint: 'name a profile with --profile that has them or assumes the role, or set AWS_PROFILE',
  });
}

function describeTable({ name, created }: ProvisionedTable): string {
  return `table ${name}: ${created ? 'created' : 'already there'}\n`;
}

function describeLeases({ created, existing }: ProvisionedLeases, from: StartPosition): string {
  if (created === 0) return `leases: ${existing} already there\n`;
  const position = from instanceof Date ? from.toISOString() : from;
  return `leases: ${created} created, from ${position}${existing > 0 ? `, ${existing} already there` : ''}\n`;
}

function tooSlow(plans: readonly TablePlan[], cause: unknown): KclTsError {
  const names = plans.map(({ name }) => name).join(', ');
  return new KclTsError('AWS_REFUSED', `the tables are not ready after ${LIMIT_MS / 60_000} min: ${names}`, {
    hint: 'run it again to wait on; the DynamoDB console shows the state of each table',
    cause,
  });
}
