import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { byLikeness, likelyMeant } from '../did-you-mean.js';
import { KclTsError } from '../errors.js';
import { isDenied, explainAwsError } from './aws-error.js';

export interface StreamSummary {
  /** ACTIVE, CREATING, UPDATING or DELETING. */
  readonly status: string;
  readonly openShards: number;
}

export interface StreamQuestion {
  readonly stream: string;
  readonly region: string;
  /** Named in the error: a stream may be missing because the wrong server was asked. */
  readonly endpoint?: string | undefined;
}

/**
 * Makes sure that a stream exists. Needs kinesis:DescribeStreamSummary, and kinesis:ListStreams to name others.
 *
 * @returns undefined if it may not be told
 * @throws KclTsError STREAM_NOT_FOUND with the names that come close, CREDENTIALS_MISSING, AWS_UNREACHABLE, AWS_REFUSED
 */
export async function findStream(
  kinesis: KinesisClient,
  { stream, region, endpoint }: StreamQuestion,
): Promise<StreamSummary | undefined> {
  const { DescribeStreamSummaryCommand, ResourceNotFoundException } = await import('@aws-sdk/client-kinesis');
  try {
    const { StreamDescriptionSummary: summary } = await kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: stream }),
    );
    return { status: summary?.StreamStatus ?? 'ACTIVE', openShards: summary?.OpenShardCount ?? 0 };
  } catch (error) {
    if (isDenied(error)) return undefined;
    if (!(error instanceof ResourceNotFoundException)) {
      throw explainAwsError(error, `ask for the stream ${stream}`);
    }
    const where = endpoint === undefined ? region : `${region} at ${endpoint}`;
    throw new KclTsError('STREAM_NOT_FOUND', `there is no stream '${stream}' in ${where}`, {
      hint: await suggestion(kinesis, stream, endpoint),
      cause: error,
    });
  }
}

/** A page of ListStreams is 100 names; an account may have hundreds of pages. */
const PAGES = 10;
const SHOWN = 5;

async function suggestion(
  kinesis: KinesisClient,
  stream: string,
  endpoint: string | undefined,
): Promise<string> {
  const check = `check --stream and --region${endpoint === undefined ? '' : ', the endpoint'}, and that the credentials are those of the right account`;
  const names = await streamNames(kinesis);
  if (names === undefined) return check;
  if (names.length === 0) return `there is no stream at all; ${check}`;
  const [meant] = likelyMeant(stream, names);
  if (meant !== undefined) return `did you mean '${meant}'?`;
  const shown = byLikeness(stream, names)
    .slice(0, SHOWN)
    .map((name) => `'${name}'`);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} others` : '';
  return `there ${names.length === 1 ? 'is' : 'are'} ${shown.join(', ')}${more}; ${check}`;
}

/** Undefined if they may not be listed. */
async function streamNames(kinesis: KinesisClient): Promise<string[] | undefined> {
  const { ListStreamsCommand } = await import('@aws-sdk/client-kinesis');
  const names: string[] = [];
  try {
    for (let page = 0; page < PAGES; page++) {
      const last = names.at(-1);
      const { StreamNames = [], HasMoreStreams } = await kinesis.send(
        new ListStreamsCommand(last === undefined ? {} : { ExclusiveStartStreamName: last }),
      );
      names.push(...StreamNames);
      if (!HasMoreStreams || StreamNames.length === 0) break;
    }
    return names;
  } catch {
    return undefined;
  }
}
