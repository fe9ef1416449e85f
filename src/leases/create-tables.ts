import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsErrorName, explainAwsError, explained } from '../aws/aws-error.js';
import { describeKclTable, type TableSummary } from '../aws/describe-table.js';
import type { TablePlan } from '../kcl/plan-tables.js';

export interface CreateTablesOptions {
  /** Ends the wait for a table. */
  readonly signal: AbortSignal;
  /** How often it is asked whether a table is ready; 500 ms unless set. */
  readonly everyMs?: number;
}

export interface ProvisionedTable {
  readonly name: string;
  /** Whether this call created it. */
  readonly created: boolean;
  readonly summary: TableSummary;
}

/**
 * Creates each table that is missing, all at the same time, and waits until all of them are ready. Nothing is changed
 * on a table that exists, but for point-in-time recovery, which the KCL also switches on afterwards.
 *
 * Needs dynamodb:DescribeTable and dynamodb:CreateTable; dynamodb:TagResource for tags and
 * dynamodb:UpdateContinuousBackups for point-in-time recovery.
 *
 * @throws KclTsError CONFIG_INVALID for a table of another use, before anything is created; AWS_REFUSED,
 * AWS_UNREACHABLE, CREDENTIALS_MISSING
 */
export async function createTables(
  dynamodb: DynamoDBClient,
  plans: readonly TablePlan[],
  options: CreateTablesOptions,
): Promise<ProvisionedTable[]> {
  const found = await Promise.all(plans.map((plan) => look(dynamodb, plan)));
  return await Promise.all(
    plans.map(async (plan, index) => {
      const there = found[index];
      const created = there === undefined && (await create(dynamodb, plan));
      const summary = there && isReady(there) ? there : await untilReady(dynamodb, plan, options);
      if (plan.pointInTimeRecovery) await switchOnBackups(dynamodb, plan, options);
      return { name: plan.name, created, summary };
    }),
  );
}

function look(dynamodb: DynamoDBClient, plan: TablePlan): Promise<TableSummary | undefined> {
  return explained(`ask for the table ${plan.name}`, describeKclTable(dynamodb, plan));
}

/** Whether it was this call that created it: somebody else may have been faster. */
async function create(dynamodb: DynamoDBClient, { name, request }: TablePlan): Promise<boolean> {
  const { CreateTableCommand } = await import('@aws-sdk/client-dynamodb');
  try {
    await dynamodb.send(new CreateTableCommand(request));
    return true;
  } catch (error) {
    if (awsErrorName(error) === 'ResourceInUseException') return false;
    throw explainAwsError(error, `create the table ${name}`);
  }
}

async function untilReady(
  dynamodb: DynamoDBClient,
  plan: TablePlan,
  { signal, everyMs = 500 }: CreateTablesOptions,
): Promise<TableSummary> {
  for (;;) {
    const found = await look(dynamodb, plan);
    if (found && isReady(found)) return found;
    await sleep(everyMs, undefined, { signal });
  }
}

function isReady({ status, indexes }: TableSummary): boolean {
  const isUsable = (state: string): boolean => state === 'ACTIVE' || state === 'UPDATING';
  return isUsable(status) && [...indexes.values()].every(isUsable);
}

async function switchOnBackups(
  dynamodb: DynamoDBClient,
  { name }: TablePlan,
  { signal, everyMs = 500 }: CreateTablesOptions,
): Promise<void> {
  const { UpdateContinuousBackupsCommand } = await import('@aws-sdk/client-dynamodb');
  for (;;) {
    try {
      await dynamodb.send(
        new UpdateContinuousBackupsCommand({
          TableName: name,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      );
      return;
    } catch (error) {
      // For a while after a table was created, DynamoDB is still preparing its backups.
      if (awsErrorName(error) !== 'ContinuousBackupsUnavailableException')
        throw explainAwsError(error, `switch on point-in-time recovery for the table ${name}`);
    }
    await sleep(everyMs, undefined, { signal });
  }
}
