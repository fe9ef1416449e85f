import { textOf, type DaemonLine } from '../../logs/daemon-line.js';
import type { Cause } from '../../kcl/causes/cause.js';

/** What errors that say the same have in common, whatever their shard, request or time. */
export interface TroubleKind {
  readonly key: string;
  /** What is said of it: the cause and what to do, or in want of a known one the daemon's own words. */
  readonly text: string;
  readonly cause: Cause | undefined;
  /** Whether it comes from where shards are read, so that as long as it lasts they are not. */
  readonly stopsReading: boolean;
  readonly shardIds: readonly string[];
}

export function kindOfCause(cause: Cause, shardIds: readonly string[] = []): TroubleKind {
  return {
    // Each client words it differently, and each names its own endpoint.
    key: cause.code === 'AWS_UNREACHABLE' ? cause.code : `cause ${cause.message}`,
    text: `${cause.message}: ${cause.hint}`,
    cause,
    stopsReading: false,
    shardIds,
  };
}

/** Several loggers may tell the same cause: it is one kind. What has no name goes by its logger, words and classes. */
export function kindOfLine(line: DaemonLine, cause: Cause | undefined): TroubleKind {
  const shardIds = shardsIn(line);
  const stopsReading = reading.test(line.logger);
  if (cause) return { ...kindOfCause(cause, shardIds), stopsReading };
  const text = textOf(line);
  const classes = line.throwable?.summary.split(' ← ').map((title) => title.split(':')[0]) ?? [];
  return {
    key: [line.logger, line.level, wordsOf(line.message), ...classes].join(' '),
    text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text,
    cause: undefined,
    stopsReading,
    shardIds,
  };
}

const LONGEST = 400;

/** The loggers of KCL 3.1.3 that fetch records, or bring a shard to where it can be fetched from. */
const reading =
  /\.(?:PrefetchRecordsPublisher|BlockingRecordsPublisher|KinesisDataFetcher|FanOutRecordsPublisher|ShardConsumerSubscriber|InitializeTask)$/;

/** The shard that the line names, or else those that what was thrown names as the place of the call. */
function shardsIn({ shardId, throwable }: DaemonLine): string[] {
  if (shardId !== undefined) return [shardId];
  const place = /\bon(?: a)? shard (shardId-\d+)|\bshard with (shardId-\d+)/i.exec(throwable?.summary ?? '');
  const found = place?.[1] ?? place?.[2];
  return found === undefined ? [] : [found];
}

/** Without what differs from one time to the next: numbers, ids, times. */
function wordsOf(message: string): string {
  return message
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b/gi, '#')
    .replace(/\w*\d\w*/g, '#')
    .slice(0, LONGEST);
}
