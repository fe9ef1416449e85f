import { explained } from '../../aws/aws-error.js';
import { findStream } from '../../aws/find-stream.js';
import { describeKclTable } from '../../aws/describe-table.js';
import { kclTables } from '../../kcl/tables.js';
import { KclTsError } from '../../errors.js';
import { awsClients } from '../aws-clients.js';
import type { Cause } from '../../kcl/causes/cause.js';
import { ownCause } from '../own-cause.js';
import type { WorkerSettings } from '../settings.js';

/**
 * Looks, while java starts, whether AWS answers, the stream is there, and no table of another use is in the way. The daemon
 * would find out, too, but tries 20 times before it gives up, and names no cause.
 *
 * What this may not ask, or what credentials of node's cannot, is left to the daemon, which may well have what is missing
 * here: kinesis:DescribeStreamSummary and dynamodb:DescribeTable are of use, not needed.
 *
 * @param onUnreachable told why AWS cannot be reached; the KCL tries on
 * @throws KclTsError STREAM_NOT_FOUND, CONFIG_INVALID for a table of another use
 */
export async function checkAws(
  settings: WorkerSettings,
  onUnreachable: (cause: Cause) => void,
): Promise<void> {
  const leave = (error: unknown): void => {
    if (!(error instanceof KclTsError)) return;
    if (error.code === 'STREAM_NOT_FOUND' || error.code === 'CONFIG_INVALID') throw error;
    if (error.code === 'AWS_UNREACHABLE') onUnreachable(ownCause(error.cause, 'call AWS'));
  };
  await Promise.all([streamStatus(settings).catch(leave), checkTables(settings).catch(leave)]);
}

/**
 * The status of the stream, `unknown` if it may not be told.
 *
 * @throws KclTsError STREAM_NOT_FOUND, CREDENTIALS_MISSING, AWS_UNREACHABLE, AWS_REFUSED
 */
export async function streamStatus(settings: WorkerSettings): Promise<string> {
  const { stream, region, aws } = settings;
  const { kinesis, close } = awsClients(settings);
  try {
    const found = await findStream(await kinesis(), { stream, region, endpoint: aws.kinesisEndpoint });
    return found?.status ?? 'unknown';
  } finally {
    await close();
  }
}

async function checkTables(settings: WorkerSettings): Promise<void> {
  const { dynamodb, close } = awsClients(settings);
  try {
    const forTables = await dynamodb();
    await Promise.all(
      kclTables(settings.aws.tables).map((table) =>
        explained(`ask for the table ${table.name}`, describeKclTable(forTables, table)),
      ),
    );
  } finally {
    await close();
  }
}
