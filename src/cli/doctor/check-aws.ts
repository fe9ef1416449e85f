import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { isCredentialsProblem, isDenied, isUnreachable } from '../../aws/aws-error.js';
import { dynamodbClient, kinesisClient } from '../../aws/clients.js';
import { findStream } from '../../aws/find-stream.js';
import { describeTable } from '../../aws/tables.js';
import type { Context } from '../../context.js';
import { KclTsError, messageOf } from '../../errors.js';
import type { CollectedProperties } from '../../properties/collected.js';
import { checkCredentials } from '../../properties/find-credentials/index.js';
import { awsChoice, type AwsChoice } from '../aws-options.js';
import { check, type Check, type Finding } from './check.js';

/** Whether AWS can be used, and what was named on the command line is there. */
export async function checkAws(
  options: Readonly<Record<string, unknown>>,
  context: Context,
): Promise<Check[]> {
  let choice: AwsChoice | undefined;
  const region = await check('region', () => {
    choice = awsChoice(options, context);
    return choice.collected.region;
  });
  if (!choice) return [region];
  const { collected } = choice;
  const kinesis = await kinesisClient({ ...choice.kinesis, attempts: 2 });
  const dynamodb = await dynamodbClient({ ...choice.dynamodb, attempts: 2 });
  try {
    const credentials = await checkAccess(choice, kinesis, context);
    if (credentials.status === 'fail') return [region, credentials];
    return [
      region,
      credentials,
      ...(await Promise.all([
        ...(collected.streamName === '' ? [] : [check('stream', () => lookForStream(collected, kinesis))]),
        ...(collected.tables.lease === ''
          ? []
          : tableKeys(collected).map(([table, key]) =>
              check('table', () => lookForTable(table, key, dynamodb)),
            )),
      ])),
    ];
  } finally {
    kinesis.destroy();
    dynamodb.destroy();
  }
}

/** Credentials are found as the daemon finds them, and then shown to Kinesis: a refusal by name is an acceptance. */
function checkAccess(choice: AwsChoice, kinesis: KinesisClient, context: Context): Promise<Check> {
  return check('credentials', async () => {
    if (choice.kinesis.credentials) return 'any will do for an endpoint on this machine';
    await checkCredentials(choice.collected, context);
    const { ListStreamsCommand } = await import('@aws-sdk/client-kinesis');
    try {
      await kinesis.send(new ListStreamsCommand({ Limit: 1 }));
    } catch (error) {
      if (!isDenied(error)) throw explainRefusal(error);
    }
    return `found, and known to Kinesis in ${choice.collected.region}`;
  });
}

function explainRefusal(error: unknown): unknown {
  if (isCredentialsProblem(error)) {
    return new KclTsError('CREDENTIALS_MISSING', `AWS does not accept them: ${messageOf(error)}`, {
      hint: 'log in again (aws sso login), or check AWS_PROFILE and the AWS_ variables; a temporary key needs AWS_SESSION_TOKEN too',
      cause: error,
    });
  }
  if (!isUnreachable(error)) return error;
  return new KclTsError('CREDENTIALS_MISSING', `Kinesis cannot be reached: ${messageOf(error)}`, {
    hint: 'check the network, --region and the endpoint',
    cause: error,
  });
}

async function lookForStream(
  { streamName, region }: CollectedProperties,
  kinesis: KinesisClient,
): Promise<Finding> {
  const stream = await findStream(kinesis, streamName, region);
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

/** The keys that the KCL gives its tables: one of another kind under such a name would fail every worker. */
function tableKeys({ tables }: CollectedProperties): [table: string, key: string][] {
  return [
    [tables.lease, 'leaseKey'],
    [tables.coordinatorState, 'key'],
    [tables.workerMetrics, 'wid'],
  ];
}

async function lookForTable(table: string, key: string, dynamodb: DynamoDBClient): Promise<Finding> {
  try {
    const summary = await describeTable(dynamodb, table);
    if (!summary) return `'${table}' is not there yet: the first run makes it`;
    if (summary.hashKey === key) return `'${table}' is ${summary.status}`;
    return {
      status: 'fail',
      message: `'${table}' is no table of the KCL: its key is '${summary.hashKey}', expected '${key}'`,
      fix: 'choose another --app, or give the table another name: kcl-ts run --help lists the flags',
    };
  } catch (error) {
    if (!isDenied(error)) throw error;
    return {
      status: 'warn',
      message: `DynamoDB does not tell whether '${table}' exists: ${messageOf(error)}`,
      fix: 'kcl-ts iam-policy prints what a worker needs',
    };
  }
}
