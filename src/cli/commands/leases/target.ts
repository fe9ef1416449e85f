import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from '../../../context.js';
import { KclTsError } from '../../../errors.js';
import { kclTables } from '../../../kcl/tables.js';
import { localCredentials } from '../../../local/local-environment.js';
import { checkCredentials } from '../../../properties/credentials/find/index.js';
import { awsTarget, type AwsTarget } from '../../flags/aws.js';

/**
 * The application that the flags name.
 *
 * @throws KclTsError USAGE if they name none, and what awsTarget throws
 */
export async function applicationTarget(
  options: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<AwsTarget> {
  const target = await awsTarget(options, context);
  if (target.collected.tables.lease === '') {
    throw new KclTsError('USAGE', 'no application is named', { hint: 'give --app NAME, or --table-name' });
  }
  if (target.dynamodb.credentials !== localCredentials) await checkCredentials(target.collected, context);
  return target;
}

/**
 * Makes sure that there is a lease table.
 *
 * @throws KclTsError CONFIG_INVALID if there is none, or the table is there for something else
 */
export async function requireLeaseTable(dynamodb: DynamoDBClient, target: AwsTarget): Promise<void> {
  const { tables } = target.collected;
  const { explained } = await import('../../../aws/aws-error.js');
  const { describeKclTable } = await import('../../../aws/describe-table.js');
  const [table] = kclTables(tables);
  if (await explained(`read the table ${tables.lease}`, describeKclTable(dynamodb, table))) return;
  throw new KclTsError(
    'CONFIG_INVALID',
    `there is no lease table '${tables.lease}' in ${target.dynamodb.region}`,
    {
      hint: 'check --app, --region and the AWS profile; the table is made when the application runs for the first time',
    },
  );
}
