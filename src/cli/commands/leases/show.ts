import type { Lag } from '../../../aws/lag.js';
import type { Context } from '../../../context.js';
import { messageOf } from '../../../errors.js';
import type { Lease } from '../../../leases/list-leases.js';
import { columns } from '../../../ui/columns.js';
import { durationText } from '../../../ui/duration.js';
import type { AwsTarget } from '../../flags/aws.js';
import { requireLeaseTable } from './target.js';

/** The leases of an application at one moment. */
export interface LeaseView {
  readonly leases: readonly Lease[];
  /** None where they were not asked for. */
  readonly lags: readonly Lag[];
}

/** Reads the leases and, if asked to, one record of each shard. */
export async function readView(target: AwsTarget, withLag: boolean, context: Context): Promise<LeaseView> {
  const leases = await readLeases(target);
  return { leases, lags: withLag ? await readLags(target, leases, context) : [] };
}

async function readLeases(target: AwsTarget): Promise<Lease[]> {
  const { tables } = target.collected;
  const { dynamodbClient } = await import('../../../aws/clients.js');
  const { explained } = await import('../../../aws/aws-error.js');
  const { listLeases } = await import('../../../leases/list-leases.js');
  const dynamodb = await dynamodbClient(target.dynamodb);
  try {
    const leases = await explained(`read the table ${tables.lease}`, listLeases(dynamodb, tables.lease));
    if (leases.length === 0) await requireLeaseTable(dynamodb, target);
    return leases;
  } finally {
    dynamodb.destroy();
  }
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
  const { kinesisClient } = await import('../../../aws/clients.js');
  const { measureLag } = await import('../../../aws/lag.js');
  const kinesis = await kinesisClient(settings);
  try {
    const lags = await measureLag(kinesis, streamName, leases);
    const problems = lags.filter(({ problem }) => problem !== undefined);
    if (problems[0]) {
      const { explainAwsError } = await import('../../../aws/aws-error.js');
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

export function viewAsJson({ leases, lags }: LeaseView): string {
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

export function viewAsText({ leases, lags }: LeaseView): string {
  return columns([
    ['SHARD', 'OWNER', 'LAG', 'CHECKPOINT'],
    ...leases.map((lease) => [
      lease.shardId,
      lease.handedOverBy === undefined
        ? (lease.owner ?? '-')
        : `${lease.handedOverBy} -> ${lease.owner ?? '-'}`,
      durationText(millisOf(lease, lags)),
      lease.subSequenceNumber > 0 ? `${lease.checkpoint}/${lease.subSequenceNumber}` : lease.checkpoint,
    ]),
  ]);
}

function millisOf({ shardId }: Lease, lags: readonly Lag[]): number | undefined {
  return lags.find((lag) => lag.shardId === shardId)?.millis;
}
