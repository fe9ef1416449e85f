import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { KclTsError } from '../errors.js';

export interface StreamSummary {
  /** ACTIVE, CREATING, UPDATING or DELETING. */
  readonly status: string;
  readonly openShards: number;
}

/**
 * Makes sure that a stream exists. Other refusals (no permission, no network) are left to the daemon, which may well
 * have what is missing here.
 *
 * @returns undefined if it could not be told
 * @throws KclTsError STREAM_NOT_FOUND, with the names that come close
 */
export async function findStream(
  kinesis: KinesisClient,
  stream: string,
  region: string,
): Promise<StreamSummary | undefined> {
  const { DescribeStreamSummaryCommand, ResourceNotFoundException } = await import('@aws-sdk/client-kinesis');
  try {
    const { StreamDescriptionSummary: summary } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: stream }),
    );
    return { status: summary?.StreamStatus ?? 'ACTIVE', openShards: summary?.OpenShardCount ?? 0 };
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) return undefined;
    throw new KclTsError('STREAM_NOT_FOUND', `there is no stream '${stream}' in ${region}`, {
      hint: await suggestion(kinesis, stream),
      cause: error,
    });
  }
}

async function suggestion(kinesis: KinesisClient, stream: string): Promise<string> {
  const { ListStreamsCommand } = await import('@aws-sdk/client-kinesis');
  const { distance } = await import('fastest-levenshtein');
  const check = 'check --stream and --region, and that the credentials are those of the right account';
  try {
    const { StreamNames = [] } = await kinesis.send(new ListStreamsCommand({}));
    const [closest] = StreamNames.map((name) => ({ name, edits: distance(name, stream) })).sort(
      (a, b) => a.edits - b.edits,
    );
    return closest && closest.edits <= Math.max(2, stream.length / 3)
      ? `did you mean '${closest.name}'?`
      : check;
  } catch {
    return check;
  }
}
