import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { credentialsCause, explainAwsError, isDenied } from '../../../aws/aws-error.js';
import { noneFound } from '../../../kcl/causes/credentials.js';
import { dynamodbClient, kinesisClient } from '../../../aws/clients.js';
import { findStream } from '../../../aws/find-stream.js';
import { describeKclTable } from '../../../aws/describe-table.js';
import { kclTables, type KclTable } from '../../../kcl/tables.js';
import type { Context } from '../../../context.js';
import { KclTsError, messageOf } from '../../../errors.js';
import type { CollectedProperties } from '../../../properties/collected.js';
import { localCredentials } from '../../../local/local-environment.js';
import { checkCredentials } from '../../../properties/credentials/find/index.js';
import { awsTarget, type AwsTarget } from '../../flags/aws.js';
import { check, type Check, type Finding } from './check.js';

/** Whether AWS can be used, and what was named on the command line is there. */
export async function checkAws(
  options: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<Check[]> {
  let target: AwsTarget | undefined;
  const region = await check('region', async () => {
    target = await awsTarget(options, context);
    return target.collected.region;
  });
  if (!target) return [region];
  const { collected } = target;
  const kinesis = await kinesisClient({ ...target.kinesis, attempts: 2 });
  const dynamodb = await dynamodbClient({ ...target.dynamodb, attempts: 2 });
  try {
    const credentials = await checkAccess(target, kinesis, context);
    if (credentials.status === 'fail') return [region, credentials];
    return [
      region,
      credentials,
      ...(await Promise.all([
        ...(collected.streamName === '' ? [] : [check('stream', () => lookForStream(collected, kinesis))]),
        ...(collected.tables.lease === ''
          ? []
          : kclTables(collected.tables).map((table) => check('table', () => lookForTable(table, dynamodb)))),
      ])),
    ];
  } finally {
    kinesis.destroy();
    dynamodb.destroy();
  }
}

/** Credentials are found as the daemon finds them, and then shown to Kinesis: a refusal by name is an acceptance. */
function checkAccess(target: AwsTarget, kinesis: KinesisClient, context: Context): Promise<Check> {
  return check('credentials', async () => {
    if (target.kinesis.credentials === localCredentials) return 'any will do for an endpoint on this machine';
    const places = await checkCredentials(target.collected, context);
    const { ListStreamsCommand } = await import('@aws-sdk/client-kinesis');
    try {
      await kinesis.send(new ListStreamsCommand({ Limit: 1 }));
    } catch (error) {
      if (!isKnown(error)) throw explainRefusal(error, places);
    }
    return `found in ${places.join(' and ')}, and known to Kinesis in ${target.collected.region}`;
  });
}

/** Whether AWS knows who asks; a role that may not be assumed is denied to somebody else. */
function isKnown(error: unknown): boolean {
  return isDenied(error) && credentialsCause(error) === undefined;
}

function explainRefusal(error: unknown, places: readonly string[]): unknown {
  const cause = credentialsCause(error);
  if (cause?.message === noneFound) {
    return new KclTsError('CREDENTIALS_MISSING', `${places.join(' and ')} gives no credentials`, {
      hint: 'log in again (aws login, aws sso login), or see what the AWS CLI says: aws sts get-caller-identity',
      cause: error,
    });
  }
  if (cause) {
    const message = `${cause.message} (found in ${places.join(' and ')})`;
    return new KclTsError('CREDENTIALS_MISSING', message, { hint: cause.hint, cause: error });
  }
  return explainAwsError(error, 'ask Kinesis');
}

async function lookForStream(
  { streamName, region, endpoints }: CollectedProperties,
  kinesis: KinesisClient,
): Promise<Finding> {
  const stream = await findStream(kinesis, { stream: streamName, region, endpoint: endpoints.kinesis });
  if (!stream) {
    return {
      status: 'warn',
      message: `Kinesis does not tell whether '${streamName}' exists`,
      fix: 'allow kinesis:DescribeStreamSummary (kcl-ts iam-policy prints all that a worker needs)',
    };
  }
  const { status, openShards } = stream;
  const message = `'${streamName}' is ${status}, ${openShards} open shard${openShards === 1 ? '' : 's'}`;
  if (status === 'DELETING') return { status: 'fail', message, fix: 'name a stream that is to stay' };
  if (status === 'CREATING') return { status: 'warn', message, fix: 'wait until it is ACTIVE' };
  return message;
}

async function lookForTable(table: KclTable, dynamodb: DynamoDBClient): Promise<Finding> {
  const { name } = table;
  try {
    const summary = await describeKclTable(dynamodb, table);
    return summary ? `'${name}' is ${summary.status}` : `'${name}' is not there yet: the first run makes it`;
  } catch (error) {
    if (!isDenied(error)) throw explainAwsError(error, `ask for the table ${name}`);
    return {
      status: 'warn',
      message: `DynamoDB does not tell whether '${name}' exists: ${messageOf(error)}`,
      fix: 'kcl-ts iam-policy prints what a worker needs',
    };
  }
}
