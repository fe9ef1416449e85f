import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { distance } from 'fastest-levenshtein';
import { KclTsError } from '../errors.js';
import { isNotFound } from './aws-error.js';

export interface StreamSummary {
  /** ACTIVE, CREATING, UPDATING or DELETING. */
  readonly status: string;
  readonly openShards: number;
}

/**
 * Asks Kinesis whether a stream exists. Any answer but "no" counts as yes: who may not call DescribeStreamSummary may
 * still be allowed to read.
 *
 * @returns undefined if it could not be told
 * @throws KclTsError STREAM_NOT_FOUND, with streams of similar names where they may be listed
 */
export async function checkStream(
  kinesis: KinesisClient,
  stream: string,
  where: string,
): Promise<StreamSummary | undefined> {
  const { DescribeStreamSummaryCommand } = await import('@aws-sdk/client-kinesis');
  try {
    const { StreamDescriptionSummary: summary } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: stream }),
    );
    return { status: summary?.StreamStatus ?? 'ACTIVE', openShards: summary?.OpenShardCount ?? 0 };
  } catch (error) {
    if (!isNotFound(error)) return undefined;
    const similar = await similarStreams(kinesis, stream);
    throw new KclTsError('STREAM_NOT_FOUND', `there is no stream '${stream}' in ${where}`, {
      hint:
        similar.length > 0
          ? `did you mean ${similar.join(' or ')}? --region and the AWS profile decide where kcl-ts looks`
          : 'check --stream, --region and the AWS profile',
      cause: error,
    });
  }
}

const MAX_SUGGESTIONS = 3;
/** Enough to find a misspelt name; an account with more streams than that gets fewer suggestions. */
const MAX_PAGES = 5;

async function similarStreams(kinesis: KinesisClient, stream: string): Promise<string[]> {
  const names = await listStreams(kinesis);
  const wanted = stream.toLowerCase();
  return names
    .map((name) => ({ name, far: distance(wanted, name.toLowerCase()) }))
    .filter(({ name, far }) => far <= Math.max(2, stream.length / 3) || name.toLowerCase().includes(wanted))
    .sort((one, other) => one.far - other.far)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => `'${name}'`);
}

async function listStreams(kinesis: KinesisClient): Promise<string[]> {
  const { ListStreamsCommand } = await import('@aws-sdk/client-kinesis');
  const names: string[] = [];
  try {
    let next: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const {
        StreamNames = [],
        HasMoreStreams,
        NextToken,
      } = await kinesis.send(new ListStreamsCommand({ NextToken: next }));
      names.push(...StreamNames);
      next = NextToken;
      if (!HasMoreStreams || next === undefined) break;
    }
  } catch {
    // Only a suggestion: who may not list streams gets none.
  }
  return names;
}
